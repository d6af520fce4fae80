import { readUnits, writeUnits } from "../meters/dynamodb";
import type { TrafficModel } from "../traffic-model";
import { quota, type Utilisation } from "./limit";

/** What a table takes per second, in the long run and when it is new. */
export function* tableLimits(model: TrafficModel): Generator<Utilisation> {
  const { averageAnswerBytes, averageItemBytes } = model.values.traffic;
  for (const table of model.deployment.ofType("aws_dynamodb_table")) {
    if (table.text("billing_mode") !== "PAY_PER_REQUEST") continue;
    const reads = model.reads(table).peakPerSecond * readUnits(averageAnswerBytes);
    const writes = model.writes(table).peakPerSecond * writeUnits(averageItemBytes);
    const because = "peak of the functions that may";
    for (const id of ["dynamodb-table-reads", "dynamodb-new-table-reads"] as const) {
      yield quota(model, id, { of: table.name, used: reads, because: `${because} read it`, byPeak: true });
    }
    for (const id of ["dynamodb-table-writes", "dynamodb-new-table-writes"] as const) {
      yield quota(model, id, {
        of: table.name,
        used: writes,
        because: `${because} write to it`,
        byPeak: true,
      });
    }
  }
}
