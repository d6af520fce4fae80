import { serializationError } from "../errors";
import { javaKind } from "../values/read-value";
import { type Check, checkLength, problem } from "./member-check";

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
