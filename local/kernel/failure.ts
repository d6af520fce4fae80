import { AwsError, UnsupportedError } from "./errors";

const THROTTLES = /Throttl|TooManyRequests|RequestLimitExceeded|ProvisionedThroughputExceeded|OverLimit/;

/** Whether the call was refused because there were too many. */
export function isThrottle(error: unknown): boolean {
  return error instanceof AwsError && (error.httpStatus === 429 || THROTTLES.test(error.code));
}

/**
 * Whether the same call may succeed later: after a throttle or an error on the service's own side. What a service
 * refuses (permission, a resource that is not there, a wrong parameter) it refuses again.
 */
export function isRetriable(error: unknown): boolean {
  if (error instanceof UnsupportedError) return false;
  return !(error instanceof AwsError) || error.httpStatus >= 500 || isThrottle(error);
}
