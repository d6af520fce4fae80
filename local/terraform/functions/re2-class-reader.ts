import { ExpressionError } from "../expressions/expression-error";
import { classText, perlClass, posixClass, unicodeClass } from "./re2-classes";
import type { PatternReader } from "./re2-reader";

/** Translates the classes of characters in a pattern. */
export class ClassReader {
  /** @param compareCase - takes note that letters are compared, and says whether their case is ignored */
  constructor(
    private readonly reader: PatternReader,
    private readonly compareCase: () => boolean,
  ) {}

  /** The content of a class, if a backslash and its name follow. */
  escapedClass(): string | undefined {
    const unicode = this.reader.accept(/\\([pP])(?:\{([^}]*)\}|(.))/suy);
    if (unicode !== undefined) {
      const text = unicodeClass(unicode[1] ?? "", unicode[2] ?? unicode[3] ?? "");
      if (this.compareCase() && text.startsWith("\\P"))
        throw this.reader.unsupported(`(?i) with ${unicode[0]}`);
      return text;
    }
    const letter = this.reader.accept(/\\([dDsSwW])/y)?.[1];
    if (letter === "w" || letter === "W") this.compareCase();
    return letter === undefined ? undefined : perlClass(letter);
  }

  /** Reads on behind `[`. */
  characterClass(): string {
    const negated = this.reader.accept(/\^/y) !== undefined;
    let content = "";
    // A bracket that comes first stands for itself.
    while (content === "" || this.reader.peek() !== "]") content += this.classItem();
    this.reader.next();
    return `[${negated ? "^" : ""}${content}]`;
  }

  private classItem(): string {
    if (this.reader.atEnd) throw new ExpressionError(`missing closing ] in ${this.reader.source}`);
    const posix = this.reader.accept(/\[:(\^?\w*):\]/y);
    if (posix !== undefined) {
      if (this.compareCase() && posix[1]?.startsWith("^"))
        throw this.reader.unsupported(`(?i) with ${posix[0]}`);
      return posixClass(posix[1] ?? "");
    }
    const named = this.escapedClass();
    if (named !== undefined) return named;
    const first = this.classCode();
    const last = this.reader.accept(/-(?!\]|$)/y) === undefined ? first : this.classCode();
    if (last < first) {
      const range = `${String.fromCodePoint(first)}-${String.fromCodePoint(last)}`;
      throw new ExpressionError(`invalid character class range in ${range}`);
    }
    // Before the letters there are no characters that have two cases.
    if (last > "@".charCodeAt(0)) this.compareCase();
    return classText([[first, last]]);
  }

  private classCode(): number {
    const character = this.reader.next();
    return character === "\\" ? this.reader.escapedCode() : (character.codePointAt(0) ?? 0);
  }
}
