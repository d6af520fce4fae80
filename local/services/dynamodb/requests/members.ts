import type { AwsError } from "../../../kernel/errors";
import { serializationError, validationError } from "../errors";
import { javaKind } from "../values/read-value";

/** Notes what is wrong with a value; throws only when its JSON type is wrong. */
export interface Check {
  (value: unknown, path: string, problems: string[]): void;
  /** Then it looks at a member that is missing, too. */
  readonly looksAtMissing?: true;
}

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

/** An object with these members and no others. @param operation - for the message about others */
export function structure(shape: Shape, operation = ""): Check {
  return (value, path, problems) => {
    const object = asObject(value);
    for (const name in object) {
      if (!Object.hasOwn(shape, name) && object[name] !== undefined)
        throw unknownMember(operation, path, name);
    }
    for (const name in shape) {
      const member = object[name];
      const check = shape[name];
      if (check === undefined || ((member ?? undefined) === undefined && !check.looksAtMissing)) continue;
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

/** A text; `least` and `most` bound its length. */
export function text({
  least = 0,
  most = Number.POSITIVE_INFINITY,
  pattern = "",
}: {
  least?: number;
  most?: number;
  pattern?: string;
} = {}): Check {
  const expression = pattern === "" ? undefined : new RegExp(`^(?:${pattern})$`);
  return (value, path, problems) => {
    if (typeof value !== "string")
      throw serializationError(`${javaKind(value)} cannot be converted to String`);
    if (expression?.test(value) === false) {
      problems.push(problem(value, path, `Member must satisfy regular expression pattern: ${pattern}`));
    }
    checkLength(value.length, value, path, problems, least, most);
  };
}

/** One of these texts. */
export function oneOf(...values: readonly string[]): Check {
  return (value, path, problems) => {
    if (typeof value !== "string")
      throw serializationError(`${javaKind(value)} cannot be converted to String`);
    if (values.includes(value)) return;
    problems.push(problem(value, path, `Member must satisfy enum value set: [${values.join(", ")}]`));
  };
}

/** A whole number within bounds. */
export function integer({ least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = {}): Check {
  return (value, path, problems) => {
    if (typeof value !== "number")
      throw serializationError(`${javaKind(value)} cannot be converted to Integer`);
    if (value < least) {
      problems.push(problem(value, path, `Member must have value greater than or equal to ${least}`));
    }
    if (value > most) {
      problems.push(problem(value, path, `Member must have value less than or equal to ${most}`));
    }
  };
}

/** A boolean. */
export const flag: Check = (value) => {
  if (typeof value !== "boolean")
    throw serializationError(`${javaKind(value)} cannot be converted to Boolean`);
};

/** Anything; it is checked where it is read. */
export const anything: Check = () => {};

function checkLength(
  length: number,
  value: unknown,
  path: string,
  problems: string[],
  least: number,
  most: number,
): void {
  if (length < least) {
    problems.push(problem(value, path, `Member must have length greater than or equal to ${least}`));
  }
  if (length > most) {
    problems.push(problem(value, path, `Member must have length less than or equal to ${most}`));
  }
}

function problem(value: unknown, path: string, constraint: string): string {
  const shown =
    value === undefined || value === null
      ? "null"
      : `'${typeof value === "string" ? value : JSON.stringify(value)}'`;
  return `Value ${shown} at '${path}' failed to satisfy constraint: ${constraint}`;
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
