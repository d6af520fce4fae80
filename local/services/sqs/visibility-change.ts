import { invalidValue, missingParameter } from "./errors";
import { LONGEST_VISIBILITY_SECONDS } from "./queue-settings";

/** What ChangeMessageVisibility and the entries of its batch have. */
export interface VisibilityChange {
  readonly ReceiptHandle?: string;
  /** Seconds, 0 to 43 200. */
  readonly VisibilityTimeout?: number;
}

/** @throws AwsError when a parameter is missing or out of range */
export function checkVisibilityChange({ ReceiptHandle, VisibilityTimeout }: VisibilityChange): {
  readonly handle: string;
  readonly visibilityMs: number;
} {
  if (!ReceiptHandle) throw missingParameter("ReceiptHandle");
  if (VisibilityTimeout === undefined) throw missingParameter("VisibilityTimeout");
  if (
    !Number.isInteger(VisibilityTimeout) ||
    VisibilityTimeout < 0 ||
    VisibilityTimeout > LONGEST_VISIBILITY_SECONDS
  ) {
    throw invalidValue(
      "VisibilityTimeout",
      VisibilityTimeout,
      `Must be between 0 and ${LONGEST_VISIBILITY_SECONDS}.`,
    );
  }
  return { handle: ReceiptHandle, visibilityMs: VisibilityTimeout * 1_000 };
}
