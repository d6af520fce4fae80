import { validationError } from "../errors";
import type { ReportInput } from "../requests/inputs";
import { WriteReport } from "../requests/write-report";
import { carryOut, type PlannedWrite, type WriteRequest } from "../requests/writes";
import type { Written } from "../storage/table";
import type { Item } from "../values/attribute-value";
import type { Context } from "./context";

/**
 * Carries out the write of one item and answers it.
 * @param shown - what the answer shows as `Attributes`, if anything
 */
export function writeOne(
  { kernel, state }: Context,
  request: WriteRequest,
  input: ReportInput,
  shown: (written: Written, write: PlannedWrite) => Item | undefined,
) {
  const table = state.table(request.tableName);
  const write = request.plan(table);
  const written = carryOut(write, kernel.clock.now());
  const report = new WriteReport(input);
  report.add(table, written);
  const attributes = shown(written, write);
  return { ...(attributes === undefined ? {} : { Attributes: attributes }), ...report.single() };
}

/**
 * What `ReturnValues` means where there is only the old item to show, as for `PutItem` and `DeleteItem`.
 * @throws AwsError
 */
export function oldItemIf(returnValues: string | undefined): (written: Written) => Item | undefined {
  if (returnValues !== undefined && returnValues !== "NONE" && returnValues !== "ALL_OLD") {
    throw validationError("ReturnValues can only be ALL_OLD or NONE");
  }
  return ({ before }) => (returnValues === "ALL_OLD" ? before : undefined);
}
