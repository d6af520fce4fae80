import { type Token, tokenize } from "./lexer";

/** What is wrong with an expression; the request's reader adds which expression it is. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}

/** Deeper than any expression that DynamoDB's limit of 300 operators lets through. */
const DEEPEST_NESTING = 300;

/** A place among the words of an expression. */
export class TokenCursor {
  protected readonly tokens: readonly Token[];
  protected at = 0;
  private depth = 0;

  constructor(private readonly expression: string) {
    this.tokens = tokenize(expression);
  }

  /** Where the reader is; give it to `rewind` to read from here again. */
  get mark(): number {
    return this.at;
  }

  rewind(mark: number): void {
    this.at = mark;
  }

  get isAtEnd(): boolean {
    return this.peek().kind === "end";
  }

  /** Takes the next word if it is this symbol. */
  takeSymbol(symbol: string): boolean {
    const token = this.peek();
    const found = token.kind === "symbol" && token.text === symbol;
    if (found) this.at++;
    return found;
  }

  /** Takes the next word if it is this keyword, in any case. */
  takeKeyword(keyword: string): boolean {
    const token = this.peek();
    const found = token.kind === "name" && token.text.toUpperCase() === keyword;
    if (found) this.at++;
    return found;
  }

  /** @throws ExpressionError when the next word is another */
  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.syntaxError();
  }

  /** @throws ExpressionError when the next word is another */
  expectKeyword(keyword: string): void {
    if (!this.takeKeyword(keyword)) throw this.syntaxError();
  }

  /** @throws ExpressionError when something is left */
  expectEnd(): void {
    if (!this.isAtEnd) throw this.syntaxError();
  }

  /** Whether one of these symbols or keywords comes next. */
  isAt(words: ReadonlySet<string>): boolean {
    const token = this.peek();
    return (token.kind === "symbol" || token.kind === "name") && words.has(token.text.toUpperCase());
  }

  syntaxError(): ExpressionError {
    const token = this.peek();
    const previous = this.tokens[this.at - 1] ?? token;
    const following = this.tokens[this.at + 1] ?? token;
    const end = following.kind === "end" ? undefined : following.start + following.text.length;
    const near = this.expression.slice(previous.start, end).trimEnd();
    return new ExpressionError(`Syntax error; token: "${token.text}", near: "${near}"`);
  }

  /** Goes one level deeper while `inner` reads. @throws ExpressionError when that is too deep */
  protected nested<T>(inner: () => T): T {
    if (this.depth >= DEEPEST_NESTING) {
      throw new ExpressionError("The expression has redundant parentheses;");
    }
    this.depth++;
    try {
      return inner();
    } finally {
      this.depth--;
    }
  }

  protected peek(): Token {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)] as Token;
  }

  protected next(): Token {
    const token = this.peek();
    this.at++;
    return token;
  }
}
