import type { Comparator, Condition, Operand, PathStep } from "../expressions/syntax";
import type { StatementValues } from "./statement-values";
import type { WordReader } from "./word-reader";

const COMPARATORS: Readonly<Record<string, Comparator>> = {
  "=": "=",
  "<>": "<>",
  "!=": "<>",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};
/** Functions that are conditions, by what expressions call them. */
const PREDICATES: readonly string[] = ["begins_with", "contains", "attribute_type"];

/** Names that are no attributes unless they are quoted. */
const KEYWORDS: ReadonlySet<string> = new Set(
  "SELECT FROM WHERE AND OR NOT BETWEEN IN IS MISSING NULL TRUE FALSE ORDER BY".split(" "),
);

/**
 * Reads the condition of a `WHERE` into the tree of DynamoDB's own conditions, with a placeholder for each literal
 * and parameter: OR binds weakest, then AND, then NOT.
 */
export class ConditionReader {
  constructor(
    private readonly words: WordReader,
    private readonly values: StatementValues,
  ) {}

  /** @throws AwsError `ValidationException` */
  condition(): Condition {
    let left = this.conjunction();
    while (this.words.takeKeyword("OR")) left = { kind: "or", left, right: this.conjunction() };
    return left;
  }

  /** A path: `name`, `"name"`, `a.b`, `a[0]`. @throws AwsError `ValidationException` */
  path(): readonly PathStep[] {
    const steps: PathStep[] = [{ name: this.name() }];
    for (;;) {
      if (this.words.takeSymbol(".")) steps.push({ name: this.name() });
      else if (this.words.isSymbol("[") && this.words.peek(1).kind === "number") {
        this.words.next();
        steps.push({ index: this.index() });
        this.words.expectSymbol("]");
      } else return steps;
    }
  }

  private conjunction(): Condition {
    let left = this.negation();
    while (this.words.takeKeyword("AND")) left = { kind: "and", left, right: this.negation() };
    return left;
  }

  private negation(): Condition {
    if (!this.words.takeKeyword("NOT")) return this.primary();
    return this.words.nested(() => ({ kind: "not", condition: this.negation() }));
  }

  private primary(): Condition {
    if (this.words.takeSymbol("(")) {
      const condition = this.words.nested(() => this.condition());
      this.words.expectSymbol(")");
      return condition;
    }
    const predicate = this.functionName();
    if (predicate !== undefined && PREDICATES.includes(predicate)) return this.call(predicate);
    return this.comparison(this.operand());
  }

  private comparison(operand: Operand): Condition {
    const { kind, text } = this.words.peek();
    const comparator = kind === "symbol" ? COMPARATORS[text] : undefined;
    if (comparator !== undefined) {
      this.words.next();
      return { kind: "comparison", comparator, left: operand, right: this.operand() };
    }
    if (this.words.takeKeyword("BETWEEN")) {
      const low = this.operand();
      this.words.expectKeyword("AND");
      return { kind: "between", operand, low, high: this.operand() };
    }
    if (this.words.takeKeyword("IN")) return { kind: "in", operand, list: this.alternatives() };
    if (this.words.takeKeyword("IS")) return this.missing(operand);
    throw this.words.unexpected("a comparison, BETWEEN, IN or IS");
  }

  private alternatives(): readonly Operand[] {
    const close = this.words.takeSymbol("[") ? "]" : ")";
    if (close === ")") this.words.expectSymbol("(");
    const list = this.words.list(() => this.operand());
    this.words.expectSymbol(close);
    return list;
  }

  private missing(operand: Operand): Condition {
    const name = this.words.takeKeyword("NOT") ? "attribute_exists" : "attribute_not_exists";
    this.words.expectKeyword("MISSING");
    return { kind: "call", name, args: [operand] };
  }

  private operand(): Operand {
    const placeholder = this.values.take(this.words);
    if (placeholder !== undefined) return { kind: "value", placeholder };
    if (this.functionName() === "size") return this.call("size");
    return { kind: "path", steps: this.path() };
  }

  private call(name: string) {
    this.words.next();
    this.words.expectSymbol("(");
    const args = this.words.list(() => this.operand());
    this.words.expectSymbol(")");
    return { kind: "call", name, args } as const;
  }

  /** The name before a parenthesis, as expressions write it. */
  private functionName(): string | undefined {
    const word = this.words.peek();
    const isCall = word.kind === "name" && this.words.isSymbol("(", 1) && !isKeyword(word.text);
    return isCall ? word.text.toLowerCase() : undefined;
  }

  private name(): string {
    const { kind, text } = this.words.peek();
    if (kind === "quotedName" || (kind === "name" && !isKeyword(text))) return this.words.next().text;
    throw this.words.unexpected("an attribute");
  }

  private index(): number {
    const { text } = this.words.peek();
    if (!/^\d{1,9}$/.test(text)) throw this.words.unexpected("a list index");
    this.words.next();
    return Number(text);
  }
}

function isKeyword(text: string): boolean {
  return KEYWORDS.has(text.toUpperCase());
}
