import type { AwsError } from "../../../kernel/errors";
import { validationError } from "../errors";

/** What DynamoDB answers to a statement that it cannot read; the detail is in our words. */
export function malformed(detail: string): AwsError {
  return validationError(`Statement wasn't well formed, can't be processed: ${detail}`);
}
