import { parseTime } from "../kernel/clock";
import { listOf, type PolicyStatement } from "../kernel/policy";
import { isInNetwork } from "./network";
import { type RequestContext, withPolicyVariables } from "./request-context";
import { matchesArn, matchesWildcard } from "./wildcard";

type Condition = NonNullable<PolicyStatement["Condition"]>;

/** Whether a value of the request fits a value of the policy. */
type Comparison = (actual: string, expected: string) => boolean;

const numbers =
  (compare: (actual: number, expected: number) => boolean): Comparison =>
  (actual, expected) =>
    compare(Number(actual), Number(expected));

const dates =
  (compare: (actual: number, expected: number) => boolean): Comparison =>
  (actual, expected) =>
    compare(dateMs(actual), dateMs(expected));

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ["StringEquals", (actual, expected) => actual === expected],
  ["StringEqualsIgnoreCase", (actual, expected) => actual.toLowerCase() === expected.toLowerCase()],
  ["StringLike", (actual, expected) => matchesWildcard(expected, actual)],
  ["ArnEquals", (actual, expected) => matchesArn(expected, actual)],
  ["ArnLike", (actual, expected) => matchesArn(expected, actual)],
  ["Bool", (actual, expected) => actual.toLowerCase() === expected.toLowerCase()],
  ["BinaryEquals", (actual, expected) => actual === expected],
  ["NumericEquals", numbers((actual, expected) => actual === expected)],
  ["NumericLessThan", numbers((actual, expected) => actual < expected)],
  ["NumericLessThanEquals", numbers((actual, expected) => actual <= expected)],
  ["NumericGreaterThan", numbers((actual, expected) => actual > expected)],
  ["NumericGreaterThanEquals", numbers((actual, expected) => actual >= expected)],
  ["DateEquals", dates((actual, expected) => actual === expected)],
  ["DateLessThan", dates((actual, expected) => actual < expected)],
  ["DateLessThanEquals", dates((actual, expected) => actual <= expected)],
  ["DateGreaterThan", dates((actual, expected) => actual > expected)],
  ["DateGreaterThanEquals", dates((actual, expected) => actual >= expected)],
  ["IpAddress", isInNetwork],
]);

/** Operators that hold when the operator without the negation does not. */
const NEGATIONS: ReadonlyMap<string, string> = new Map([
  ["StringNotEquals", "StringEquals"],
  ["StringNotEqualsIgnoreCase", "StringEqualsIgnoreCase"],
  ["StringNotLike", "StringLike"],
  ["ArnNotEquals", "ArnEquals"],
  ["ArnNotLike", "ArnLike"],
  ["NumericNotEquals", "NumericEquals"],
  ["DateNotEquals", "DateEquals"],
  ["NotIpAddress", "IpAddress"],
]);

interface Operator {
  readonly set: "ForAllValues" | "ForAnyValue" | undefined;
  readonly base: string;
  readonly ifExists: boolean;
}

/** Every operator by its name, such as `ForAllValues:StringLikeIfExists`. */
const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  ([undefined, "ForAllValues", "ForAnyValue"] as const).flatMap((set) =>
    ["Null", ...COMPARISONS.keys(), ...NEGATIONS.keys()].flatMap((base) =>
      [false, true].map((ifExists): [string, Operator] => [
        `${set === undefined ? "" : `${set}:`}${base}${ifExists ? "IfExists" : ""}`,
        { set, base, ifExists },
      ]),
    ),
  ),
);

/** Whether IAM knows a condition operator, such as `ForAllValues:StringLikeIfExists`. */
export function isConditionOperator(operator: string): boolean {
  return OPERATORS.has(operator);
}

/** A condition that does not hold. */
export interface FailedCondition {
  readonly operator: string;
  readonly key: string;
  readonly expected: readonly string[];
  /** What the request has under the key; undefined when it has nothing. */
  readonly actual: readonly string[] | undefined;
}

/** One key of a condition, as it is compared. */
interface Clause {
  readonly name: string;
  readonly operator: Operator | undefined;
  readonly key: string;
  readonly contextKey: string;
  readonly expected: readonly string[];
  readonly hasVariables: boolean;
}

/** Policies are read far more often than they change. */
const CLAUSES = new WeakMap<Condition, readonly Clause[]>();

/**
 * The first condition of a statement that does not hold; undefined when all hold.
 * @param variables - whether the policy's version knows variables
 */
export function failedCondition(
  condition: PolicyStatement["Condition"],
  context: RequestContext,
  variables: boolean,
): FailedCondition | undefined {
  if (condition === undefined) return undefined;
  for (const { name, operator, key, contextKey, expected, hasVariables } of clausesOf(condition)) {
    const actual = context.get(contextKey);
    const wanted =
      variables && hasVariables
        ? expected.flatMap((pattern) => withPolicyVariables(pattern, context) ?? [])
        : expected;
    if (operator === undefined || !holds(operator, actual, wanted))
      return { operator: name, key, expected, actual };
  }
  return undefined;
}

function clausesOf(condition: Condition): readonly Clause[] {
  let clauses = CLAUSES.get(condition);
  if (clauses === undefined) {
    clauses = Object.entries(condition).flatMap(([name, keys]) =>
      Object.entries(keys).map(([key, values]): Clause => {
        const expected = listOf(values).map(String);
        const hasVariables = expected.some((pattern) => pattern.includes("${"));
        const contextKey = key.toLowerCase();
        return { name, operator: OPERATORS.get(name), key, contextKey, expected, hasVariables };
      }),
    );
    CLAUSES.set(condition, clauses);
  }
  return clauses;
}

function holds(
  { set, base, ifExists }: Operator,
  actual: readonly string[] | undefined,
  wanted: readonly string[],
): boolean {
  if (base === "Null") return wanted.some((value) => (value === "true") === (actual === undefined));
  const positive = NEGATIONS.get(base);
  if (actual === undefined)
    return ifExists || set === "ForAllValues" || (positive !== undefined && set === undefined);
  const comparison = COMPARISONS.get(positive ?? base);
  if (comparison === undefined) return false;
  const fits = (value: string): boolean =>
    wanted.some((one) => comparison(value, one)) === (positive === undefined);
  // A negation without a set operator asks that no value fits.
  return set === "ForAllValues" || (set === undefined && positive !== undefined)
    ? actual.every(fits)
    : actual.some(fits);
}

/** Dates are written in ISO 8601 or as seconds since the epoch; the request's own are milliseconds. */
function dateMs(text: string): number {
  if (/^\d{12,}$/.test(text)) return Number(text);
  return /^\d+$/.test(text) ? Number(text) * 1000 : parseTime(text);
}
