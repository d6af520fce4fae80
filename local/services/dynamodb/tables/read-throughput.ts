import { invalidParameter } from "../errors";
import type { OnDemandThroughput, Throughput } from "../storage/secondary-index";
import type { BillingMode } from "../storage/table-settings";
import type { OnDemandThroughputInput, ThroughputInput } from "./table-inputs";

/** @throws AwsError when the units do not go with the billing mode */
export function readThroughput(mode: BillingMode, input: ThroughputInput | undefined): Throughput {
  if (mode === "PAY_PER_REQUEST") {
    if (input === undefined) return { read: 0, write: 0 };
    throw invalidParameter(
      "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
    );
  }
  if (input !== undefined) return toThroughput(input);
  throw invalidParameter(
    "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
  );
}

/** The units that a request asks for. */
export function toThroughput(input: ThroughputInput): Throughput {
  return { read: input.ReadCapacityUnits, write: input.WriteCapacityUnits };
}

/** The bounds, as far as there are any. */
export function onDemand(input: OnDemandThroughputInput | undefined): {
  onDemandThroughput?: OnDemandThroughput;
} {
  if (input === undefined) return {};
  const { MaxReadRequestUnits: maxRead, MaxWriteRequestUnits: maxWrite } = input;
  return {
    onDemandThroughput: {
      ...(maxRead === undefined ? {} : { maxRead }),
      ...(maxWrite === undefined ? {} : { maxWrite }),
    },
  };
}
