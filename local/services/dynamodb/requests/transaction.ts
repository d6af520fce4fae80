import { AwsError } from "../../../kernel/errors";
import { ItemValidationError, validationError } from "../errors";
import { locatePrimary } from "../storage/key-schema";
import { positionId } from "../storage/position";
import type { Table } from "../storage/table";
import type { Item } from "../values/attribute-value";

/** Why one part of a transaction stood against it; `None` for a part that did not. */
export interface CancellationReason {
  readonly Code: "None" | "ConditionalCheckFailed" | "ValidationError";
  readonly Message?: string;
  readonly Item?: Item;
}

const NO_REASON: CancellationReason = { Code: "None" };

/**
 * Does something for every part of a transaction; the first part that its item refuses cancels the whole.
 * @throws AwsError `TransactionCanceledException`, or what is wrong with the request as such
 */
export function forEachPart<Part, Result>(parts: readonly Part[], work: (part: Part) => Result): Result[] {
  return parts.map((part, i) => {
    try {
      return work(part);
    } catch (error) {
      if (!(error instanceof ItemValidationError)) throw error;
      const reason: CancellationReason = { Code: "ValidationError", Message: error.message };
      throw cancelled(parts.map((_, j) => (j === i ? reason : NO_REASON)));
    }
  });
}

/** @throws AwsError when one of the reasons is one */
export function checkReasons(reasons: readonly (CancellationReason | undefined)[]): void {
  if (reasons.every((reason) => reason === undefined)) return;
  throw cancelled(reasons.map((reason) => reason ?? NO_REASON));
}

/** A transaction may touch an item once. @throws AwsError */
export function checkDistinctItems(parts: readonly { readonly table: Table; readonly key: Item }[]): void {
  const ids = parts.map(({ table, key }) => `${table.name} ${positionId(locatePrimary(table.key, key))}`);
  if (new Set(ids).size < ids.length) {
    throw validationError("Transaction request cannot include multiple operations on one item");
  }
}

function cancelled(reasons: readonly CancellationReason[]): AwsError {
  const codes = reasons.map((reason) => reason.Code).join(", ");
  return new AwsError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}
