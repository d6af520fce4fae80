import { AccessDeniedError, AwsError } from "../../kernel/errors";

/** What Lambda answers for a function, version or alias that does not exist. */
export function functionNotFound(arn: string): AwsError {
  return resourceNotFound(`Function not found: ${arn}`);
}

/** What Lambda answers for what exists already. */
export function resourceConflict(message: string): AwsError {
  return new AwsError("ResourceConflictException", message, 409, { Type: "User" });
}

export function resourceNotFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message, 404, { Type: "User" });
}

/** What Lambda answers when the ARN of a function names another region than the one that was asked. */
export function regionNotReachable(region: string, own: string): AwsError {
  return resourceNotFound(`Functions from '${region}' are not reachable in this region ('${own}')`);
}

/** What Lambda answers for the functions of an account that has not granted anything, as no other account has here. */
export function accountNotReachable(account: string, own: string): AwsError {
  return new AccessDeniedError(
    `Functions of the account ${account} are not reachable: the local cloud is the account ${own} alone`,
  );
}

export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message, 400, { Type: "User" });
}

/** What Lambda answers when no environment may run the invocation. */
export function tooManyRequests(
  reason: "ReservedFunctionConcurrentInvocationLimitExceeded" | "ConcurrentInvocationLimitExceeded",
): AwsError {
  return new AwsError("TooManyRequestsException", "Rate Exceeded.", 429, { Reason: reason, Type: "User" });
}

/** What Lambda answers for an event that is no JSON. */
export function invalidRequestContent(detail: string): AwsError {
  return new AwsError(
    "InvalidRequestContentException",
    `Could not parse request body into json: Could not parse payload into json: ${detail}`,
    400,
    { Type: "User" },
  );
}

/** What an invocation gets that cannot begin any more because the cloud closes. */
export function cloudClosed(): AwsError {
  return new AwsError("ServiceException", "The AWS Lambda service encountered an internal error.", 500, {
    Type: "Server",
  });
}
