import { UnsupportedError } from "../../kernel/errors";
import { type ExpressionReader, readBraces, readBrackets } from "./collection-parser";
import { Lexer } from "./lexer";
import type { Expression } from "./syntax";
import type { TemplatePart, Token } from "./token";
import { TokenReader } from "./token-reader";

/** Binary operators by how tightly they bind, loosest first. */
const PRECEDENCE: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", ">", "<=", ">="],
  ["+", "-"],
  ["*", "/", "%"],
];

const CONSTANTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/**
 * Reads a string of Terraform's JSON syntax: a template, whose value keeps its type where the template is nothing
 * but one `${…}`.
 * @throws ExpressionError with the place of the mistake
 */
export function parseTemplate(source: string): Expression {
  if (!source.includes("${") && !source.includes("%{"))
    return { kind: "literal", value: source.normalize("NFC") };
  return templateOf(new Lexer(source).template(), source);
}

/**
 * Reads an expression that stands bare, such as an element of `depends_on`.
 * @throws ExpressionError with the place of the mistake
 */
export function parseExpression(source: string): Expression {
  return parseTemplate(`\${${source}}`);
}

function templateOf(parts: readonly TemplatePart[], source: string): Expression {
  const expressions = parts.map((part): Expression => {
    return part.kind === "text"
      ? { kind: "literal", value: part.text.normalize("NFC") }
      : new Parser(new TokenReader(part.tokens, source), source).whole();
  });
  if (expressions.length === 0) return { kind: "literal", value: "" };
  const [only] = expressions;
  return only !== undefined && expressions.length === 1 ? only : { kind: "template", parts: expressions };
}

/** Recursive descent over the words of one interpolation. */
class Parser implements ExpressionReader {
  constructor(
    readonly tokens: TokenReader,
    private readonly source: string,
  ) {}

  whole(): Expression {
    const expression = this.expression();
    this.tokens.expectEnd();
    return expression;
  }

  expression(): Expression {
    const condition = this.binary(0);
    if (!this.tokens.accept("?")) return condition;
    const whenTrue = this.expression();
    this.tokens.expect(":");
    return { kind: "conditional", condition, whenTrue, whenFalse: this.expression() };
  }

  private binary(level: number): Expression {
    const operators = PRECEDENCE[level];
    if (operators === undefined) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = operators.find((candidate) => this.tokens.accept(candidate));
      if (operator === undefined) return left;
      left = { kind: "binary", operator, left, right: this.binary(level + 1) };
    }
  }

  private unary(): Expression {
    for (const operator of ["-", "!"]) {
      if (this.tokens.accept(operator)) return { kind: "unary", operator, operand: this.unary() };
    }
    return this.accessors(this.term());
  }

  /** What follows a term: `.name`, `[key]` and splats. */
  private accessors(of: Expression): Expression {
    for (let expression = of; ; ) {
      if (this.tokens.accept(".")) {
        expression = this.tokens.accept("*") ? this.attributeSplat(expression) : this.attribute(expression);
      } else if (this.tokens.accept("[")) {
        if (this.tokens.accept("*")) {
          this.tokens.expect("]");
          return { kind: "splat", of: expression, each: this.accessors({ kind: "splat-item" }) };
        }
        const key = this.expression();
        this.tokens.expect("]");
        expression = { kind: "index", of: expression, key };
      } else {
        return expression;
      }
    }
  }

  /** `.*` takes the attributes that follow for each element; an index after them applies to the resulting list. */
  private attributeSplat(of: Expression): Expression {
    let each: Expression = { kind: "splat-item" };
    while (this.tokens.accept(".")) each = this.attribute(each);
    return { kind: "splat", of, each };
  }

  private attribute(of: Expression): Expression {
    const token = this.tokens.peek();
    if (token?.kind === "number" && /^\d+$/.test(token.text)) {
      this.tokens.next();
      return { kind: "index", of, key: { kind: "literal", value: Number(token.text) } };
    }
    return { kind: "attribute", of, name: this.tokens.expectName() };
  }

  private term(): Expression {
    const token = this.tokens.peek();
    if (token?.kind === "operator") return this.bracketed(token.text);
    if (token?.kind === "number") return { kind: "literal", value: exactNumber(this.tokens.next()) };
    if (token?.kind === "quoted") {
      this.tokens.next();
      return templateOf(token.parts, this.source);
    }
    const name = this.tokens.expectName("a value");
    if (this.tokens.accept("(")) return this.call(name);
    return CONSTANTS.has(name) ? { kind: "literal", value: CONSTANTS.get(name) } : { kind: "name", name };
  }

  private bracketed(opening: string): Expression {
    if (this.tokens.accept("[")) return readBrackets(this);
    if (this.tokens.accept("{")) return readBraces(this);
    if (!this.tokens.accept("(")) throw this.tokens.error(`${opening} cannot begin an expression,`);
    const inner = this.expression();
    this.tokens.expect(")");
    return inner;
  }

  private call(name: string): Expression {
    const args: Expression[] = [];
    let expand = false;
    while (!this.tokens.accept(")")) {
      args.push(this.expression());
      expand = this.tokens.accept("...");
      if (this.tokens.accept(",") && !expand) continue;
      this.tokens.expect(")");
      break;
    }
    return { kind: "call", name, arguments: args, expand };
  }
}

/** Terraform computes with hundreds of bits; what a double cannot hold must not change silently. */
function exactNumber(token: Token): number {
  const text = token.kind === "number" ? token.text : "";
  const value = Number(text);
  if (/^\d+$/.test(text) && BigInt(text) !== BigInt(value)) {
    throw new UnsupportedError(
      `the local cloud computes with doubles, which cannot hold ${text}; write it as a string`,
    );
  }
  return value;
}
