import { UnsupportedError } from "../../kernel/errors";
import { ExpressionError } from "../expressions/expression-error";

const ESCAPED_CODES: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** A pattern of RE2, read from its beginning to its end. */
export class PatternReader {
  private position = 0;

  constructor(readonly source: string) {}

  get atEnd(): boolean {
    return this.position >= this.source.length;
  }

  /** What follows, up to so many characters. */
  peek(length = 1): string {
    return this.source.slice(this.position, this.position + length);
  }

  /** Reads a character. */
  next(): string {
    const character = String.fromCodePoint(this.source.codePointAt(this.position) ?? 0);
    this.position += character.length;
    return character;
  }

  /** Reads on when what follows fits. */
  accept(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.position;
    const match = sticky.exec(this.source);
    if (match === null) return undefined;
    this.position += match[0].length;
    return match;
  }

  /**
   * Reads on behind a backslash: a character.
   * @throws ExpressionError when RE2 knows no such escape
   */
  escapedCode(): number {
    const octal = this.accept(/0[0-7]{0,2}|[1-7][0-7]{1,2}/y);
    if (octal !== undefined) return Number.parseInt(octal[0], 8);
    const hex = this.accept(/x(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/y);
    const code = hex === undefined ? undefined : Number.parseInt(hex[1] ?? hex[2] ?? "", 16);
    if (code !== undefined && code <= 0x10ffff) return code;
    const character = this.atEnd ? "" : this.next();
    const control = ESCAPED_CODES[character];
    if (control !== undefined) return control;
    if (/^[\0-\x7f]$/.test(character) && !/[0-9A-Za-z]/.test(character)) return character.charCodeAt(0);
    throw new ExpressionError(
      character === ""
        ? "trailing backslash at end of expression"
        : `invalid escape sequence in \\${character}`,
    );
  }

  /** What RE2 takes and JavaScript cannot do. */
  unsupported(what: string): UnsupportedError {
    return new UnsupportedError(
      `the local cloud does not model ${what} in the pattern ${JSON.stringify(this.source)}; ` +
        "write the pattern without it",
    );
  }
}
