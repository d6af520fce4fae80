import type { AwsError } from "../../../kernel/errors";
import { type Word, wordsOf } from "./lexer";
import { malformed } from "./malformed";

/** Deeper than anybody writes, and far from the end of the stack. */
const DEEPEST_NESTING = 100;

/** A place among the words of a statement. */
export class WordReader {
  private readonly words: readonly Word[];
  private at = 0;
  private depth = 0;

  /** @throws AwsError `ValidationException` when the statement has a character that PartiQL has not */
  constructor(statement: string) {
    this.words = wordsOf(statement);
  }

  /** The next word, `ahead` words further on when given. */
  peek(ahead = 0): Word {
    return this.words[Math.min(this.at + ahead, this.words.length - 1)] as Word;
  }

  next(): Word {
    const word = this.peek();
    this.at++;
    return word;
  }

  /** Whether the next word, or one further on, is this symbol. */
  isSymbol(symbol: string, ahead = 0): boolean {
    const { kind, text } = this.peek(ahead);
    return kind === "symbol" && text === symbol;
  }

  /** Takes the next word if it is this symbol. */
  takeSymbol(symbol: string): boolean {
    return this.takeIf(this.isSymbol(symbol));
  }

  /** Takes the next word if it is this keyword, in any case; a quoted name is none. */
  takeKeyword(keyword: string): boolean {
    const { kind, text } = this.peek();
    return this.takeIf(kind === "name" && text.toUpperCase() === keyword);
  }

  /** @throws AwsError when the next word is another */
  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.unexpected(symbol);
  }

  /** @throws AwsError when the next word is another */
  expectKeyword(keyword: string): void {
    if (!this.takeKeyword(keyword)) throw this.unexpected(keyword);
  }

  /** Reads one or more, separated by commas. */
  list<T>(read: () => T): readonly T[] {
    const members = [read()];
    while (this.takeSymbol(",")) members.push(read());
    return members;
  }

  /** Goes one level deeper while `inner` reads. @throws AwsError when that is too deep */
  nested<T>(inner: () => T): T {
    if (this.depth >= DEEPEST_NESTING) throw malformed(`More than ${DEEPEST_NESTING} nested parentheses`);
    this.depth++;
    try {
      return inner();
    } finally {
      this.depth--;
    }
  }

  /** What to throw where the next word does not fit. */
  unexpected(expected: string): AwsError {
    const { text, position } = this.peek();
    return malformed(`Unexpected ${text} at ${position}, expected ${expected}`);
  }

  private takeIf(fits: boolean): boolean {
    if (fits) this.at++;
    return fits;
  }
}
