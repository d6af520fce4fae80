/**
 * Reads the answer of a function that reports which records it could not process.
 * @param payload - the answer as JSON
 * @param ids - the records that it got
 * @returns the ids that have failed: all of them when the answer is not of the form
 *   `{"batchItemFailures":[{"itemIdentifier":"…"}]}` or names a record that it did not get
 */
export function failedItems(payload: string, ids: readonly string[]): ReadonlySet<string> {
  const everything = new Set(ids);
  const answer = parse(payload);
  if (answer === null || answer === undefined) return new Set();
  if (typeof answer !== "object" || Array.isArray(answer)) return everything;
  const { batchItemFailures: failures = [] } = answer as { batchItemFailures?: unknown };
  if (failures === null) return new Set();
  if (!Array.isArray(failures)) return everything;
  const failed = new Set<string>();
  for (const failure of failures) {
    const id = (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    if (typeof id !== "string" || !everything.has(id)) return everything;
    failed.add(id);
  }
  return failed;
}

function parse(payload: string): unknown {
  try {
    return payload === "" ? null : JSON.parse(payload);
  } catch {
    return payload;
  }
}
