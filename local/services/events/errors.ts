import { AwsError } from "../../kernel/errors";

/** A request that EventBridge refuses before it does anything. */
export function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

/** @param kind - such as `Event bus`, as the message begins */
export function doesNotExist(kind: string, name: string, where = ""): AwsError {
  return new AwsError("ResourceNotFoundException", `${kind} ${name} does not exist${where}.`);
}

export function alreadyExists(kind: string, name: string): AwsError {
  return new AwsError("ResourceAlreadyExistsException", `${kind} ${name} already exists.`);
}

export function limitExceeded(): AwsError {
  return new AwsError("LimitExceededException", "The requested resource exceeds the maximum number allowed.");
}

/** What the API answers to a value that is too long, too short or of the wrong form. */
export function constraintViolated(value: unknown, member: string, constraint: string): AwsError {
  return invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
