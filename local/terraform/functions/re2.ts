import { ExpressionError } from "../expressions/expression-error";
import { ClassReader } from "./re2-class-reader";
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
  readonly canBeEmpty: boolean;
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
  /** Whether one of the alternatives before the last can be empty. */
  canBeEmpty: boolean;
  /** Whether something in the last alternative, up to the latest item, cannot be empty. */
  isFilled: boolean;
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
  private readonly classes: ClassReader;
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
    this.classes = new ClassReader(this.reader, () => this.compareCase());
    this.top = this.openGroup(false);
  }

  run(): CompiledPattern {
    while (!this.reader.atEnd) this.step();
    if (this.groups.length > 1) throw new ExpressionError(`missing closing ) in ${this.source}`);
    if (this.ignoresCase.size > 1) throw this.reader.unsupported("(?i) for a part of the letters");
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
        this.endAlternative();
        this.top.hasAlternatives = true;
        this.output.push("|");
        break;
      case "[":
        this.emit(this.classes.characterClass());
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
    this.endItem();
    this.output.push(capturing ? "(" : "(?:");
    this.top = this.openGroup(capturing);
  }

  private openGroup(capturing: boolean): OpenGroup {
    const group = {
      capturing,
      outerFlags: this.flags,
      captures: 0,
      skipsCaptures: false,
      hasAlternatives: false,
      canBeEmpty: false,
      isFilled: false,
    };
    this.groups.push(group);
    return group;
  }

  /** Until the next item begins, a quantifier may still change the latest one. */
  private endItem(): void {
    if (this.item?.canBeEmpty === false) this.top.isFilled = true;
    this.item = undefined;
  }

  private endAlternative(): void {
    this.endItem();
    this.top.canBeEmpty ||= !this.top.isFilled;
    this.top.isFilled = false;
  }

  private close(): void {
    this.endAlternative();
    const group = this.groups.pop();
    const outer = this.groups.at(-1);
    if (group === undefined || outer === undefined)
      throw new ExpressionError(`unexpected ) in ${this.source}`);
    this.top = outer;
    this.flags = group.outerFlags;
    this.emit(")", "atom", {
      canBeEmpty: group.canBeEmpty,
      captures: group.captures + (group.capturing ? 1 : 0),
      skipsCaptures: group.skipsCaptures || (group.hasAlternatives && group.captures > 0),
    });
  }

  private emit(
    text: string,
    kind: Item["kind"] = "atom",
    inside = { canBeEmpty: kind === "assertion", captures: 0, skipsCaptures: false },
  ): void {
    this.endItem();
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
    if (most > 1 && item.skipsCaptures)
      throw this.reader.unsupported("a group that not every repetition matches");
    // RE2 goes on from a round that matched nothing; JavaScript tries what else the round could match.
    if (most > 1 && item.kind === "atom" && item.canBeEmpty) {
      throw this.reader.unsupported("a repetition of what may be empty");
    }
    // JavaScript repeats no assertions, but groups of them.
    if (item.kind === "assertion") this.output.push(`(?:${this.output.pop()})`);
    const lazy = (this.reader.accept(/\?/y) !== undefined) !== this.flags.ungreedy;
    this.output.push(`${quantifier}${lazy ? "?" : ""}`);
    if (least === 0 && item.captures > 0) this.top.skipsCaptures = true;
    this.item = { ...item, kind: "repetition", canBeEmpty: item.canBeEmpty || least === 0 };
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
    const named = this.classes.escapedClass();
    if (named !== undefined) {
      this.emit(`[${named}]`);
      return;
    }
    this.reader.next();
    this.literal(String.fromCodePoint(this.reader.escapedCode()));
  }

  private compareCase(): boolean {
    this.ignoresCase.add(this.flags.ignoreCase);
    return this.flags.ignoreCase;
  }
}
