import { AwsError } from "../../kernel/errors";
import { QUERY_CODES } from "./errors";

const MOST_ENTRIES = 10;
const ENTRY_ID = /^[A-Za-z0-9_-]{1,80}$/;

/** An entry that failed; the others of its batch are done. */
export interface FailedEntry {
  readonly Id: string;
  readonly SenderFault: boolean;
  readonly Code: string;
  readonly Message: string;
}

/** What every batch operation answers; a request that does not throw may still have failed in part. */
export interface BatchResult<T> {
  readonly Successful: readonly ({ readonly Id: string } & T)[];
  readonly Failed: readonly FailedEntry[];
}

/**
 * Checks the entries as a whole.
 * @param entryType - the name of the entry's type, for the message about an empty batch
 * @throws AwsError when the whole request is refused
 */
export function checkEntries(
  entries: readonly { readonly Id?: string }[] | undefined,
  entryType: string,
): void {
  if (entries === undefined || entries.length === 0) {
    throw new AwsError("EmptyBatchRequest", `There should be at least one ${entryType} in the request.`);
  }
  if (entries.length > MOST_ENTRIES) {
    throw new AwsError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are ${MOST_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  const ids = new Set<string>();
  for (const { Id: id = "" } of entries) {
    if (!ENTRY_ID.test(id)) {
      throw new AwsError(
        "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
      );
    }
    if (ids.has(id)) throw new AwsError("BatchEntryIdsNotDistinct", `Id ${id} repeated.`);
    ids.add(id);
  }
}

/** Does each entry for itself: an AwsError fails the entry alone. */
export function eachEntry<Entry extends { readonly Id?: string }, T>(
  entries: readonly Entry[],
  perform: (entry: Entry) => T,
): BatchResult<T> {
  const successful: ({ Id: string } & T)[] = [];
  const failed: FailedEntry[] = [];
  for (const entry of entries) {
    const id = entry.Id ?? "";
    try {
      successful.push({ Id: id, ...perform(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const code = QUERY_CODES[error.code] ?? error.code;
      failed.push({ Id: id, SenderFault: error.httpStatus < 500, Code: code, Message: error.message });
    }
  }
  return { Successful: successful, Failed: failed };
}
