import { invalidParameter } from "../errors";

/** The Node.js runtimes of Lambda, the newest first. */
const RUNTIMES = ["nodejs24.x", "nodejs22.x", "nodejs20.x", "nodejs18.x", "nodejs16.x"];
/** Those for which Lambda makes no functions any more. */
const RETIRED = ["nodejs14.x", "nodejs12.x", "nodejs10.x"];

/**
 * Refuses runtimes that Lambda does not have, or not any more.
 * @throws AwsError InvalidParameterValueException
 */
export function checkRuntime(runtime: string): void {
  if (RUNTIMES.includes(runtime)) return;
  throw invalidParameter(
    RETIRED.includes(runtime)
      ? `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. ` +
          "We recommend you use a supported runtime while creating or updating functions."
      : `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: ` +
          `[${RUNTIMES.join(", ")}] or be a valid ARN`,
  );
}
