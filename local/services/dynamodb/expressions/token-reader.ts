import { type Token, tokenize } from "./lexer";
import type { Call, Operand, PathStep } from "./syntax";

/** What is wrong with an expression; the request's reader adds which expression it is. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}

/** Deeper than any expression that DynamoDB's limit of 300 operators lets through. */
const DEEPEST_NESTING = 300;

/** Reads an expression word by word; holds what all grammars share: paths, operands, function calls. */
export class TokenReader {
  /** True when parentheses stood directly inside parentheses. */
  redundantParentheses = false;
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;
  /** What stood in parentheses last. */
  private parenthesized: unknown;

  constructor(
    private readonly expression: string,
    /** Words that are no names here, in upper case. */
    private readonly keywords: ReadonlySet<string>,
  ) {
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

  syntaxError(): ExpressionError {
    const token = this.peek();
    const previous = this.tokens[this.at - 1] ?? token;
    const following = this.tokens[this.at + 1] ?? token;
    const end = following.kind === "end" ? undefined : following.start + following.text.length;
    const near = this.expression.slice(previous.start, end).trimEnd();
    return new ExpressionError(`Syntax error; token: "${token.text}", near: "${near}"`);
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

  private nested<T>(inner: () => T): T {
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

  private peek(): Token {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)] as Token;
  }

  private next(): Token {
    const token = this.peek();
    this.at++;
    return token;
  }
}
