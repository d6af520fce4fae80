import { UnsupportedError } from "../../kernel/errors";
import { ExpressionError } from "../expressions/expression-error";
import { classText, perlClass, posixClass, unicodeClass } from "./re2-classes";
import { type Flags, flagsOf, NO_FLAGS } from "./re2-flags";
import { PatternReader } from "./re2-reader";

/** A pattern of Terraform as JavaScript runs it. */
export interface CompiledPattern {
  /** Global, so that it finds every match. */
  readonly expression: RegExp;
  /** The names of the groups by their number, from 1 on; undefined for groups without. */
  readonly names: readonly (string | undefined)[];
}

/** What a quantifier would apply to. */
interface Item {
  readonly kind: "atom" | "assertion" | "repetition";
  /** Groups inside, itself included. */
  readonly captures: number;
  /** Whether it can match without some of the groups inside. */
  readonly skipsCaptures: boolean;
}

interface OpenGroup {
  readonly capturing: boolean;
  readonly outerFlags: Flags;
  captures: number;
  skipsCaptures: boolean;
  hasAlternatives: boolean;
}

/** What is spelled in another way. */
const ASSERTIONS: Readonly<Record<string, string>> = { "\\A": "^", "\\z": "$" };

/** More repetitions than this RE2 refuses. */
const MOST_REPETITIONS = 1000;

/**
 * Translates RE2, the syntax of Terraform's patterns, to JavaScript.
 * @throws ExpressionError for what RE2 refuses
 * @throws UnsupportedError for what RE2 takes and JavaScript cannot do
 */
export function compilePattern(source: string): CompiledPattern {
  return new Translation(source).run();
}

class Translation {
  private readonly reader: PatternReader;
  private readonly output: string[] = [];
  private readonly names: (string | undefined)[] = [undefined];
  private readonly groups: OpenGroup[] = [];
  private top: OpenGroup;
  private item: Item | undefined;
  private flags: Flags = NO_FLAGS;
  /** How letters are compared; JavaScript knows one way for a whole pattern. */
  private readonly ignoresCase = new Set<boolean>();

  constructor(private readonly source: string) {
    this.reader = new PatternReader(source);
    this.top = this.openGroup(false);
  }

  run(): CompiledPattern {
    while (!this.reader.atEnd) this.step();
    if (this.groups.length > 1) throw new ExpressionError(`missing closing ) in ${this.source}`);
    if (this.ignoresCase.size > 1) throw this.unsupported("(?i) for a part of the letters");
    const flags = this.ignoresCase.has(true) ? "giu" : "gu";
    return { expression: new RegExp(this.output.join(""), flags), names: this.names };
  }

  private step(): void {
    if (this.reader.peek() === "\\") {
      this.escape();
      return;
    }
    const character = this.reader.next();
    switch (character) {
      case "(":
        this.open();
        break;
      case ")":
        this.close();
        break;
      case "|":
        this.top.hasAlternatives = true;
        this.item = undefined;
        this.output.push("|");
        break;
      case "[":
        this.emit(this.characterClass());
        break;
      case ".":
        this.emit(this.flags.dotAll ? "[^]" : "[^\\n]");
        break;
      case "^":
        this.emit(this.flags.multiline ? "(?<![^\\n])" : "^", "assertion");
        break;
      case "$":
        this.emit(this.flags.multiline ? "(?![^\\n])" : "$", "assertion");
        break;
      case "*":
        this.repeat(character, 0, Number.POSITIVE_INFINITY);
        break;
      case "+":
        this.repeat(character, 1, Number.POSITIVE_INFINITY);
        break;
      case "?":
        this.repeat(character, 0, 1);
        break;
      case "{":
        this.brace();
        break;
      default:
        this.literal(character);
    }
  }

  private open(): void {
    const named = this.reader.accept(/\?P?<([^>]*)>/y);
    if (named !== undefined) {
      if (!/^\w+$/.test(named[1] ?? "")) throw new ExpressionError(`invalid named capture in (${named[0]}`);
      this.names.push(named[1]);
      this.push(true);
      return;
    }
    const setting = this.reader.accept(/\?([imsU]*)(?:-([imsU]+))?([:)])/y);
    if (setting !== undefined) {
      const outer = this.flags;
      const flags = { ...outer, ...flagsOf(setting[1] ?? "", true), ...flagsOf(setting[2] ?? "", false) };
      if (setting[3] === ":") this.push(false);
      this.flags = flags;
      return;
    }
    if (this.reader.peek() === "?") {
      const start = `(${this.reader.peek(2)}`;
      throw new ExpressionError(`invalid or unsupported Perl syntax in ${start}`);
    }
    this.names.push(undefined);
    this.push(true);
  }

  private push(capturing: boolean): void {
    this.output.push(capturing ? "(" : "(?:");
    this.top = this.openGroup(capturing);
    this.item = undefined;
  }

  private openGroup(capturing: boolean): OpenGroup {
    const group = {
      capturing,
      outerFlags: this.flags,
      captures: 0,
      skipsCaptures: false,
      hasAlternatives: false,
    };
    this.groups.push(group);
    return group;
  }

  private close(): void {
    const group = this.groups.pop();
    const outer = this.groups.at(-1);
    if (group === undefined || outer === undefined)
      throw new ExpressionError(`unexpected ) in ${this.source}`);
    this.top = outer;
    this.flags = group.outerFlags;
    this.emit(")", "atom", {
      captures: group.captures + (group.capturing ? 1 : 0),
      skipsCaptures: group.skipsCaptures || (group.hasAlternatives && group.captures > 0),
    });
  }

  private emit(
    text: string,
    kind: Item["kind"] = "atom",
    inside = { captures: 0, skipsCaptures: false },
  ): void {
    this.output.push(text);
    this.item = { kind, ...inside };
    this.top.captures += inside.captures;
    this.top.skipsCaptures ||= inside.skipsCaptures;
  }

  private literal(character: string): void {
    if (character.toLowerCase() !== character.toUpperCase()) this.compareCase();
    this.emit(character.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&"));
  }

  private brace(): void {
    const bounds = this.reader.accept(/(\d+)(?:(,)(\d*))?\}/y);
    // A brace that bounds nothing stands for itself.
    if (bounds === undefined) {
      this.literal("{");
      return;
    }
    const [whole, from, comma, to] = bounds;
    const least = Number(from);
    const most = comma === undefined ? least : to === "" ? Number.POSITIVE_INFINITY : Number(to);
    const limit = most === Number.POSITIVE_INFINITY ? least : most;
    if (most < least || limit > MOST_REPETITIONS)
      throw new ExpressionError(`invalid repeat count in {${whole}`);
    this.repeat(`{${whole}`, least, most);
  }

  private repeat(quantifier: string, least: number, most: number): void {
    const { item } = this;
    if (item === undefined) {
      throw new ExpressionError(`missing argument to repetition operator in ${quantifier}`);
    }
    if (item.kind === "repetition") {
      throw new ExpressionError(`invalid nested repetition operator in ${quantifier}`);
    }
    // RE2 keeps what a group matched in an earlier round; JavaScript forgets it.
    if (most > 1 && item.skipsCaptures) throw this.unsupported("a group that not every repetition matches");
    // JavaScript repeats no assertions, but groups of them.
    if (item.kind === "assertion") this.output.push(`(?:${this.output.pop()})`);
    const lazy = (this.reader.accept(/\?/y) !== undefined) !== this.flags.ungreedy;
    this.output.push(`${quantifier}${lazy ? "?" : ""}`);
    if (least === 0 && item.captures > 0) this.top.skipsCaptures = true;
    this.item = { ...item, kind: "repetition" };
  }

  private escape(): void {
    const quoted = this.reader.accept(/\\Q(.*?)(?:\\E|$)/sy)?.[1];
    if (quoted !== undefined) {
      for (const character of quoted) this.literal(character);
      return;
    }
    const assertion = this.reader.accept(/\\[AzbB]/y)?.[0];
    if (assertion !== undefined) {
      this.emit(ASSERTIONS[assertion] ?? assertion, "assertion");
      return;
    }
    const named = this.escapedClass();
    if (named !== undefined) {
      this.emit(`[${named}]`);
      return;
    }
    this.reader.next();
    this.literal(String.fromCodePoint(this.reader.escapedCode()));
  }

  /** The content of a class, if a backslash and its name follow. */
  private escapedClass(): string | undefined {
    const unicode = this.reader.accept(/\\([pP])(?:\{([^}]*)\}|(.))/suy);
    if (unicode !== undefined) {
      const text = unicodeClass(unicode[1] ?? "", unicode[2] ?? unicode[3] ?? "");
      this.compareCase();
      if (this.flags.ignoreCase && text.startsWith("\\P")) throw this.unsupported(`(?i) with ${unicode[0]}`);
      return text;
    }
    const letter = this.reader.accept(/\\([dDsSwW])/y)?.[1];
    if (letter === "w" || letter === "W") this.compareCase();
    return letter === undefined ? undefined : perlClass(letter);
  }

  /** Reads on behind `[`. */
  private characterClass(): string {
    const negated = this.reader.accept(/\^/y) !== undefined;
    let content = "";
    // A bracket that comes first stands for itself.
    while (content === "" || this.reader.peek() !== "]") content += this.classItem();
    this.reader.next();
    return `[${negated ? "^" : ""}${content}]`;
  }

  private classItem(): string {
    if (this.reader.atEnd) throw new ExpressionError(`missing closing ] in ${this.source}`);
    const posix = this.reader.accept(/\[:(\^?\w*):\]/y);
    if (posix !== undefined) {
      this.compareCase();
      if (this.flags.ignoreCase && posix[1]?.startsWith("^")) throw this.unsupported(`(?i) with ${posix[0]}`);
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

  private compareCase(): void {
    this.ignoresCase.add(this.flags.ignoreCase);
  }

  private unsupported(what: string): UnsupportedError {
    return new UnsupportedError(
      `the local cloud does not model ${what} in the pattern ${JSON.stringify(this.source)}; ` +
        "write the pattern without it",
    );
  }
}
