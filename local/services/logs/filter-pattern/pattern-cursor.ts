import { AwsError } from "../../../kernel/errors";
import { compileRegex } from "./regex";

/** CloudWatch Logs' limit for one pattern. */
const MOST_REGEXES = 2;

/** A place in a filter pattern, and how to go on from there. */
export class PatternCursor {
  private at = 0;
  private regexes = 0;

  constructor(private readonly pattern: string) {}

  /** Takes a mark such as `&&`, if it comes next; blanks before it do not count. */
  takes(mark: string): boolean {
    this.skipBlanks();
    if (!this.pattern.startsWith(mark, this.at)) return false;
    this.at += mark.length;
    return true;
  }

  /**
   * Takes what comes next and matches.
   * @param expression - a sticky one
   */
  match(expression: RegExp): RegExpExecArray | undefined {
    this.skipBlanks();
    expression.lastIndex = this.at;
    const match = expression.exec(this.pattern);
    if (match === null) return undefined;
    this.at = expression.lastIndex;
    return match;
  }

  /**
   * Whether what comes next matches; nothing is taken.
   * @param expression - a sticky one
   */
  isAt(expression: RegExp): boolean {
    this.skipBlanks();
    expression.lastIndex = this.at;
    return expression.test(this.pattern);
  }

  /**
   * Takes a regular expression between percent signs, if one comes next.
   * @throws AwsError InvalidParameterException for one that CloudWatch Logs does not take
   */
  regex(): RegExp | undefined {
    const source = this.match(/%((?:[^%\\]|\\.)*)%/y)?.[1];
    if (source === undefined) return undefined;
    this.regexes++;
    if (this.regexes > MOST_REGEXES) {
      throw this.invalid(`a pattern has ${MOST_REGEXES} regular expressions at most`);
    }
    return compileRegex(source, (rule) => this.invalid(rule));
  }

  /** @throws AwsError InvalidParameterException when something is left */
  end(): void {
    this.skipBlanks();
    if (this.at < this.pattern.length) {
      throw this.invalid(`"${this.pattern.slice(this.at)}" is more than a pattern of this form has`);
    }
  }

  /** What is wrong, with the whole pattern. */
  invalid(rule: string): AwsError {
    return new AwsError("InvalidParameterException", `Invalid filter pattern "${this.pattern}": ${rule}`);
  }

  private skipBlanks(): void {
    while (/\s/.test(this.pattern.charAt(this.at))) this.at++;
  }
}
