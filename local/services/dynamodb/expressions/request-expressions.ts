import { AwsError } from "../../../kernel/errors";
import { validationError } from "../errors";
import type { AttributeValue } from "../values/attribute-value";
import { readValue } from "../values/read-value";
import { bindCondition } from "./bind-condition";
import { bindUpdate } from "./bind-update";
import type { BoundAction, BoundCondition, DocumentPath } from "./bound";
import { checkDistinctPaths } from "./document-path";
import type { ExpressionCache } from "./expression-cache";
import { Placeholders } from "./placeholders";
import { ExpressionError } from "./token-cursor";

/** The members of requests that hold expressions. */
export type ExpressionMember =
  | "UpdateExpression"
  | "ConditionExpression"
  | "KeyConditionExpression"
  | "FilterExpression"
  | "ProjectionExpression";

/** A request, or a part of one, with expressions; members that it does not take are absent. */
export type ExpressionInput = { readonly [member in ExpressionMember]?: string | undefined } & {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>> | undefined;
};

/** The expressions of a request, resolved and checked. */
export interface BoundExpressions {
  readonly update?: readonly BoundAction[];
  readonly condition?: BoundCondition;
  readonly keyCondition?: BoundCondition;
  readonly filter?: BoundCondition;
  readonly projection?: readonly DocumentPath[];
}

const LONGEST_EXPRESSION_BYTES = 4_096;
const NAME_PLACEHOLDER = /^#[A-Za-z0-9_]+$/;
const VALUE_PLACEHOLDER = /^:[A-Za-z0-9_]+$/;

/**
 * Parses, resolves and checks the expressions of a request.
 * @param members - the expressions that the operation takes, in the order in which AWS looks at them
 * @throws AwsError with AWS's words for the first mistake
 */
export function bindExpressions(
  cache: ExpressionCache,
  input: ExpressionInput,
  members: readonly ExpressionMember[],
): BoundExpressions {
  checkUse(input, members);
  const placeholders = readPlaceholders(input);
  const bound: { -readonly [key in keyof BoundExpressions]: BoundExpressions[key] } = {};
  for (const member of members) {
    const expression = input[member];
    if (expression === undefined) continue;
    explained(member, () => {
      checkLength(expression);
      if (member === "UpdateExpression") bound.update = bindUpdate(cache.update(expression), placeholders);
      else if (member === "ProjectionExpression") {
        bound.projection = cache.projection(expression).map((path) => placeholders.path(path));
        checkDistinctPaths(bound.projection);
      } else bound[CONDITION_KEYS[member]] = bindCondition(cache.condition(expression), placeholders);
    });
  }
  checkUnused(placeholders);
  return bound;
}

const CONDITION_KEYS = {
  ConditionExpression: "condition",
  KeyConditionExpression: "keyCondition",
  FilterExpression: "filter",
} as const;

function checkUse(input: ExpressionInput, members: readonly ExpressionMember[]): void {
  const given = members.filter((member) => input[member] !== undefined);
  if (input.ExpressionAttributeNames !== undefined && given.length === 0) {
    throw validationError("ExpressionAttributeNames can only be specified when using expressions");
  }
  const withValues = members.filter((member) => member !== "ProjectionExpression");
  const needsValues = withValues.some((member) => input[member] !== undefined);
  if (input.ExpressionAttributeValues !== undefined && !needsValues) {
    const verb = withValues.length > 1 ? "are" : "is";
    const reason = withValues.length === 0 ? "" : `: ${withValues.join(" and ")} ${verb} null`;
    throw validationError(`ExpressionAttributeValues can only be specified when using expressions${reason}`);
  }
}

function readPlaceholders(input: ExpressionInput): Placeholders {
  const names = input.ExpressionAttributeNames ?? {};
  checkKeys("ExpressionAttributeNames", input.ExpressionAttributeNames, NAME_PLACEHOLDER);
  checkKeys("ExpressionAttributeValues", input.ExpressionAttributeValues, VALUE_PLACEHOLDER);
  const values: Record<string, AttributeValue> = {};
  for (const [key, raw] of Object.entries(input.ExpressionAttributeValues ?? {})) {
    try {
      values[key] = readValue(raw);
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "ValidationException") throw error;
      throw validationError(
        `ExpressionAttributeValues contains invalid value: ${error.message} for key ${key}`,
      );
    }
  }
  return new Placeholders(names, values);
}

function checkKeys(member: string, map: object | undefined, pattern: RegExp): void {
  if (map === undefined) return;
  const keys = Object.keys(map);
  if (keys.length === 0) throw validationError(`${member} must not be empty`);
  const wrong = keys.find((key) => !pattern.test(key));
  if (wrong !== undefined) {
    throw validationError(`${member} contains invalid key: Syntax error; key: "${wrong}"`);
  }
}

function checkLength(expression: string): void {
  if (expression.trim() === "") throw new ExpressionError("The expression can not be empty;");
  const bytes = Buffer.byteLength(expression);
  if (bytes > LONGEST_EXPRESSION_BYTES) {
    throw new ExpressionError(
      `Expression size has exceeded the maximum allowed size; expression size: ${bytes}`,
    );
  }
}

function checkUnused(placeholders: Placeholders): void {
  const { names, values } = placeholders.unused();
  for (const [what, unused] of [
    ["Names", names],
    ["Values", values],
  ] as const) {
    if (unused.length === 0) continue;
    throw validationError(
      `Value provided in ExpressionAttribute${what} unused in expressions: keys: {${unused.join(", ")}}`,
    );
  }
}

function explained(member: ExpressionMember, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw validationError(`Invalid ${member}: ${error.message}`);
  }
}
