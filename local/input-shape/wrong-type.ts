import { AwsError } from "../kernel/errors";

/** JSON of a type that AWS cannot read, refused before anything else is looked at. */
function serializationError(message: string): AwsError {
  return new AwsError("SerializationException", message);
}

/** @param wanted - such as `a String`, as AWS names the type of the member */
export function wrongScalar(value: unknown, wanted: string): AwsError {
  return typeof value === "object"
    ? unexpectedStart(value)
    : serializationError(`${kindOf(value)} can not be converted to ${wanted}`);
}

/** @param expected - `null`, `list or null`, `map or null`: what AWS says it wants in the place of a scalar */
export function wrongContainer(value: unknown, expected: string): AwsError {
  return typeof value === "object" ? unexpectedStart(value) : serializationError(`Expected ${expected}`);
}

function unexpectedStart(value: unknown): AwsError {
  return serializationError(
    Array.isArray(value)
      ? "Start of list found where not expected"
      : "Start of structure or map found where not expected.",
  );
}

function kindOf(value: unknown): string {
  if (typeof value === "string") return "STRING_VALUE";
  if (typeof value === "boolean") return value ? "TRUE_VALUE" : "FALSE_VALUE";
  return "NUMBER_VALUE";
}
