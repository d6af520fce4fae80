import { figure, type Meter, type Usage } from "./meter";

/** What one unit reads or writes. */
const READ_UNIT_BYTES = 4_096;
const WRITE_UNIT_BYTES = 1_024;

/** Units of a strongly consistent read of one answer. */
export function readUnits(answerBytes: number): number {
  return Math.ceil(answerBytes / READ_UNIT_BYTES);
}

/** Units of a write of one item to a table or an index. */
export function writeUnits(itemBytes: number): number {
  return Math.ceil(itemBytes / WRITE_UNIT_BYTES);
}

export const table: Meter = (resource, model) => {
  if (resource.text("billing_mode") !== "PAY_PER_REQUEST") {
    return [{ unpriced: "a table with provisioned capacity" }];
  }
  const { averageAnswerBytes, averageItemBytes, tableGb } = model.values.traffic;
  const copies = 1 + resource.blocks("global_secondary_index").length;
  const reads = model.reads(resource).perMonth;
  const writes = model.writes(resource).perMonth;
  const perRead = readUnits(averageAnswerBytes);
  const perWrite = writeUnits(averageItemBytes);
  const usages: Usage[] = [
    {
      price: "dynamodb-read",
      quantity: reads * perRead,
      because: `${figure(reads)} reads × ${perRead} units`,
    },
    {
      price: "dynamodb-write",
      quantity: writes * perWrite * copies,
      because: `${figure(writes)} writes × ${perWrite} units × ${copies} (table and indexes)`,
    },
    {
      price: "dynamodb-storage",
      quantity: tableGb * copies,
      because: `${figure(tableGb)} GB × ${copies} (table and indexes)`,
    },
  ];
  if (resource.block("point_in_time_recovery").flag("enabled")) {
    usages.push({
      price: "dynamodb-point-in-time-recovery",
      quantity: tableGb,
      because: `${figure(tableGb)} GB`,
    });
  }
  return usages;
};
