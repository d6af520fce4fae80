import { UnsupportedError } from "../../kernel/errors";
import { ExpressionError } from "./expression-error";
import type { TemplatePart, Token } from "./token";

// Text between whatever means something in a template, quoted or not.
const PLAIN = /[^$%]+/y;
const QUOTED_PLAIN = /[^$%"\\]+/y;
const SPACE = /[ \t\r\n]+/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// HCL lets identifiers contain dashes: `a-b` is one name, `a - b` a subtraction.
const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const OPERATOR = /\.\.\.|=>|==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,()[\]{}=]/y;
const ESCAPE = /\\(?:[nrt"\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/y;
const ESCAPED_CHARACTERS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** Cuts templates and expressions of Terraform's language into words. */
export class Lexer {
  private position = 0;

  constructor(private readonly source: string) {}

  /** The parts of a whole text, as Terraform's JSON syntax reads every string. */
  template(): readonly TemplatePart[] {
    return this.parts(undefined);
  }

  private parts(terminator: '"' | undefined): readonly TemplatePart[] {
    const parts: TemplatePart[] = [];
    let text = "";
    let trimNext = false;
    const endText = (): void => {
      if (trimNext) text = text.trimStart();
      trimNext = false;
      if (text !== "") parts.push({ kind: "text", text });
      text = "";
    };
    const plain = terminator === undefined ? PLAIN : QUOTED_PLAIN;
    for (;;) {
      text += this.match(plain) ?? "";
      const char = this.source[this.position];
      if (char === terminator) break;
      if (char === undefined) throw this.error("the quoted text does not end");
      if (char === "\\" && terminator !== undefined) {
        text += this.escape();
      } else if (this.startsWith("$${") || this.startsWith("%%{")) {
        text += `${char}{`;
        this.position += 3;
      } else if (this.startsWith("%{")) {
        throw new UnsupportedError(
          `the local cloud does not model template directives such as ${JSON.stringify(this.source.slice(this.position, this.position + 12))}; ` +
            "write a conditional or a for expression instead",
        );
      } else if (this.startsWith("${")) {
        this.position += 2;
        if (this.accept("~")) text = text.trimEnd();
        endText();
        parts.push({ kind: "interpolation", tokens: this.tokens() });
        trimNext = this.accept("~");
        this.position += 1;
      } else {
        text += char;
        this.position += 1;
      }
    }
    endText();
    return parts;
  }

  /** Words up to the `}` that ends the interpolation, which stays. */
  private tokens(): readonly Token[] {
    const tokens: Token[] = [];
    for (let depth = 0; ; ) {
      const space = this.match(SPACE);
      const place = { at: this.position, newLine: space?.includes("\n") ?? false };
      const char = this.source[this.position];
      if (char === undefined) throw this.error("the interpolation does not end with }");
      if (depth === 0 && (char === "}" || this.startsWith("~}"))) return tokens;
      const number = this.match(NUMBER);
      if (number !== undefined) {
        tokens.push({ ...place, kind: "number", text: number });
        continue;
      }
      const identifier = this.match(IDENTIFIER);
      if (identifier !== undefined) {
        tokens.push({ ...place, kind: "identifier", text: identifier });
        continue;
      }
      if (this.accept('"')) {
        tokens.push({ ...place, kind: "quoted", parts: this.parts('"') });
        this.position += 1;
        continue;
      }
      const operator = this.match(OPERATOR);
      if (operator === undefined) throw this.error(`${JSON.stringify(char)} has no meaning here`);
      if (operator === "{") depth += 1;
      if (operator === "}") depth -= 1;
      tokens.push({ ...place, kind: "operator", text: operator });
    }
  }

  private escape(): string {
    const sequence = this.match(ESCAPE);
    if (sequence === undefined) {
      throw this.error(`${JSON.stringify(this.source.slice(this.position, this.position + 2))} is no escape`);
    }
    const name = sequence[1] ?? "";
    if (name === "u" || name === "U") return String.fromCodePoint(Number.parseInt(sequence.slice(2), 16));
    return ESCAPED_CHARACTERS[name] ?? name;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.source)?.[0];
    this.position += found?.length ?? 0;
    return found;
  }

  private startsWith(text: string): boolean {
    return this.source.startsWith(text, this.position);
  }

  private accept(text: string): boolean {
    const found = this.startsWith(text);
    if (found) this.position += text.length;
    return found;
  }

  private error(problem: string): ExpressionError {
    return new ExpressionError(`${problem}, at character ${this.position + 1} of ${this.source}`);
  }
}
