import { AwsError } from "../../../kernel/errors";
import { invalidParameter } from "../errors";

const NAME = /^[a-zA-Z]([a-zA-Z0-9_])+$/;

/** What Lambda itself sets and lets nobody else set; those that begin with an underscore are no valid names anyway. */
const RESERVED = new Set([
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_DEFAULT_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
]);

/** Of all variables together, written as JSON. */
const MOST_BYTES = 4_096;
/** How much of too many variables is shown. */
const SHOWN = 40;

/**
 * Holds a function's environment variables to Lambda's rules.
 * @throws AwsError InvalidParameterValueException, ValidationException
 */
export function checkVariables(variables: Readonly<Record<string, string>>): void {
  const names = Object.keys(variables);
  const malformed = names.filter((name) => !NAME.test(name));
  if (malformed.length > 0) {
    throw new AwsError(
      "ValidationException",
      "1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must " +
        "satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]: " +
        malformed.join(", "),
    );
  }
  const reserved = names.filter((name) => RESERVED.has(name));
  if (reserved.length > 0) {
    throw unconfigured(
      "contains reserved keys that are currently not supported for modification. Reserved keys used in this " +
        `request: ${reserved.join(", ")}`,
    );
  }
  const text = JSON.stringify(variables);
  if (Buffer.byteLength(text) > MOST_BYTES) {
    throw unconfigured(`exceeded the 4KB limit. String measured: ${text.slice(0, SHOWN)}...`);
  }
}

function unconfigured(why: string): AwsError {
  return invalidParameter(
    "Lambda was unable to configure your environment variables because the environment variables you have provided " +
      why,
  );
}
