import type { Token } from "./lexer";
import type { Call, Operand, PathStep } from "./syntax";
import { TokenCursor } from "./token-cursor";

/** Reads an expression word by word; holds what all grammars share: paths, operands, function calls. */
export class TokenReader extends TokenCursor {
  /** True when parentheses stood directly inside parentheses. */
  redundantParentheses = false;
  /** What stood in parentheses last. */
  private parenthesized: unknown;

  constructor(
    expression: string,
    /** Words that are no names here, in upper case. */
    private readonly keywords: ReadonlySet<string>,
  ) {
    super(expression);
  }

  /** A `:placeholder`. @throws ExpressionError when the next word is none */
  valuePlaceholder(): string {
    const token = this.peek();
    if (token.kind !== "valuePlaceholder") throw this.syntaxError();
    this.at++;
    return token.text;
  }

  /** A document path. @throws ExpressionError when there is none */
  path(): readonly PathStep[] {
    const steps: PathStep[] = [this.step()];
    for (;;) {
      if (this.takeSymbol(".")) steps.push(this.step());
      else if (this.takeSymbol("[")) steps.push(this.index());
      else return steps;
    }
  }

  /** A value, a path or a function call, perhaps in parentheses. @throws ExpressionError when there is none */
  operand(): Operand {
    if (this.takeSymbol("(")) return this.closeParentheses(() => this.operand());
    const token = this.peek();
    if (token.kind === "valuePlaceholder") {
      this.at++;
      return { kind: "value", placeholder: token.text };
    }
    return this.isCall() ? this.call() : { kind: "path", steps: this.path() };
  }

  /** Whether a function call comes next. */
  isCall(): boolean {
    const after = this.tokens[this.at + 1];
    return this.isName(this.peek()) && after?.kind === "symbol" && after.text === "(";
  }

  /** A function call. @throws ExpressionError when there is none */
  call(): Call {
    const name = this.next().text;
    this.expectSymbol("(");
    return this.nested(() => {
      const args = this.list(() => this.operand());
      this.expectSymbol(")");
      return { kind: "call", name, args };
    });
  }

  /** One or more, with commas between. */
  list<T>(member: () => T): T[] {
    const members = [member()];
    while (this.takeSymbol(",")) members.push(member());
    return members;
  }

  /** Reads what stands in parentheses, of which the first has been taken. */
  closeParentheses<T>(inner: () => T): T {
    return this.nested(() => {
      const result = inner();
      this.expectSymbol(")");
      if (result === this.parenthesized) this.redundantParentheses = true;
      this.parenthesized = result;
      return result;
    });
  }

  private step(): PathStep {
    const token = this.peek();
    if (token.kind === "namePlaceholder") {
      this.at++;
      return { placeholder: token.text };
    }
    if (!this.isName(token)) throw this.syntaxError();
    this.at++;
    return { name: token.text };
  }

  private index(): PathStep {
    const token = this.peek();
    if (token.kind !== "number") throw this.syntaxError();
    this.at++;
    this.expectSymbol("]");
    return { index: Number(token.text) };
  }

  private isName(token: Token): boolean {
    return token.kind === "name" && !this.keywords.has(token.text.toUpperCase());
  }
}
