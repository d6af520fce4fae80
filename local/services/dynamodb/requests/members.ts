import type { AwsError } from "../../../kernel/errors";
import { serializationError, validationError } from "../errors";
import { type Check, checkLength, problem } from "./member-check";

/** The members of a request or a part of it, in the order in which AWS reports what is wrong with them. */
export type Shape = Readonly<Record<string, Check>>;

/** AWS stops counting here. */
const MOST_PROBLEMS = 10;

/** What to use in the place of parameters that were current before expressions. */
const LEGACY: Readonly<Record<string, string>> = {
  AttributesToGet: "ProjectionExpression",
  AttributeUpdates: "UpdateExpression",
  ConditionalOperator: "AND and OR in an expression",
  Expected: "ConditionExpression",
  KeyConditions: "KeyConditionExpression",
  QueryFilter: "FilterExpression",
  ScanFilter: "FilterExpression",
};

/**
 * Checks the members of a request: none that the local cloud does not know, all of the right type and range.
 * @throws AwsError with AWS's words, or naming the member that is not modelled
 */
export function checkMembers<Input>(operation: string, input: unknown, shape: Shape): Input {
  const problems: string[] = [];
  structure(shape, operation)(input ?? {}, "", problems);
  if (problems.length > 0) {
    const shown = problems.slice(0, MOST_PROBLEMS);
    const errors = shown.length === 1 ? "error" : "errors";
    throw validationError(`${shown.length} validation ${errors} detected: ${shown.join("; ")}`);
  }
  return input as Input;
}

/** A member that must be there. */
export function required(check: Check): Check {
  const checkRequired = (value: unknown, path: string, problems: string[]): void => {
    if (value === undefined || value === null) problems.push(problem(value, path, "Member must not be null"));
    else check(value, path, problems);
  };
  return Object.assign(checkRequired, { looksAtMissing: true as const });
}

/**
 * An object with these members and no others. A member that is null counts as absent, as on AWS, and is taken out.
 * @param operation - for the message about others
 */
export function structure(shape: Shape, operation = ""): Check {
  return (value, path, problems) => {
    const object = asObject(value);
    for (const name in object) {
      if (object[name] === null) Reflect.deleteProperty(object, name);
      else if (!Object.hasOwn(shape, name) && object[name] !== undefined) {
        throw unknownMember(operation, path, name);
      }
    }
    for (const name in shape) {
      const member = object[name];
      const check = shape[name];
      if (check === undefined || (member === undefined && !check.looksAtMissing)) continue;
      check(member, path === "" ? lowerFirst(name) : `${path}.${lowerFirst(name)}`, problems);
    }
  };
}

/** A list of these; `least` and `most` bound its length. */
export function listOf(check: Check, { least = 0, most = Number.POSITIVE_INFINITY } = {}): Check {
  return (value, path, problems) => {
    if (!Array.isArray(value)) throw serializationError("Unexpected field type: a list was expected");
    checkLength(value.length, value, path, problems, least, most);
    value.forEach((member, i) => {
      check(member, `${path}.${i + 1}.member`, problems);
    });
  };
}

/** An object with any names and such values. */
export function mapOf(check: Check): Check {
  return (value, path, problems) => {
    for (const [name, member] of Object.entries(asObject(value))) {
      check(member, `${path}.${name}.member`, problems);
    }
  };
}

function unknownMember(operation: string, path: string, name: string): AwsError {
  const member = path === "" ? name : `${path}.${name}`;
  const instead = LEGACY[name];
  return validationError(
    instead === undefined
      ? `the local cloud does not model the member ${member} of ${operation}`
      : `the local cloud does not model the legacy parameter ${member} of ${operation}; use ${instead}`,
  );
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw serializationError("Unexpected field type: a structure or map was expected");
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
