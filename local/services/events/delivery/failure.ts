import { AccessDeniedError, AwsError } from "../../../kernel/errors";
import { isRetriable, isThrottle } from "../../../kernel/failure";

/** Why a delivery failed, in the words of the dead-letter queue's attributes. */
export interface Failure {
  /** ERROR_CODE, such as `NO_PERMISSIONS`. */
  readonly code: string;
  /** ERROR_MESSAGE. */
  readonly message: string;
  /** Whether trying again may help. */
  readonly retried: boolean;
}

const MISSING = /NotFound|DoesNotExist|NonExistent|UnknownOperation/;

/**
 * Reads the answer of a target: missing permissions and targets and refused requests stay as they are however
 * often EventBridge tries; status 429 and 5xx may pass.
 * @throws whatever is no answer of a service
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof DeliveryError) return error.failure;
  if (!(error instanceof AwsError)) throw error;
  const { code, httpStatus } = error;
  const message = `${error.message} (${code}, status ${httpStatus})`;
  if (error instanceof AccessDeniedError)
    return { code: "NO_PERMISSIONS", message: error.message, retried: false };
  if (isThrottle(error)) return { code: "THROTTLING", message, retried: true };
  if (isRetriable(error)) return { code: "ERROR_FROM_TARGET", message, retried: true };
  if (httpStatus === 404 || MISSING.test(code)) return { code: "NO_RESOURCE", message, retried: false };
  return { code: "INVALID_PARAMETER", message, retried: false };
}

/** A delivery that fails before the target is called. */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";

  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}
