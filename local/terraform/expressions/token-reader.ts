import { ExpressionError } from "./expression-error";
import type { Token } from "./token";

/** Walks over the words of one interpolation. */
export class TokenReader {
  private position = 0;

  /** @param source - the text that messages quote */
  constructor(
    private readonly tokens: readonly Token[],
    private readonly source: string,
  ) {}

  /** The next word, or the one `ahead` further; undefined at the end. */
  peek(ahead = 0): Token | undefined {
    return this.tokens[this.position + ahead];
  }

  /** Takes the next word. */
  next(): Token {
    const token = this.peek();
    if (token === undefined) throw this.error("the expression is not complete");
    this.position += 1;
    return token;
  }

  /** Takes the next word if it is this operator. */
  accept(operator: string): boolean {
    const token = this.peek();
    const found = token?.kind === "operator" && token.text === operator;
    if (found) this.position += 1;
    return found;
  }

  /** Takes the next word if it is this name. */
  acceptName(name: string): boolean {
    const token = this.peek();
    const found = token?.kind === "identifier" && token.text === name;
    if (found) this.position += 1;
    return found;
  }

  expect(operator: string): void {
    if (!this.accept(operator)) throw this.error(`expected ${operator}`);
  }

  /** @param what - what messages say is expected */
  expectName(what = "a name"): string {
    const token = this.peek();
    if (token?.kind !== "identifier") throw this.error(`expected ${what}`);
    this.position += 1;
    return token.text;
  }

  expectEnd(): void {
    if (this.peek() !== undefined) throw this.error("expected an operator or the end");
  }

  /** An error at the next word. */
  error(problem: string): ExpressionError {
    const at = this.peek()?.at;
    const place = at === undefined ? "at the end" : `at character ${at + 1}`;
    return new ExpressionError(`${problem} ${place} of ${this.source}`);
  }
}
