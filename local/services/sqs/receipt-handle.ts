import { AwsError } from "../../kernel/errors";

/** What a receipt handle stands for. */
export interface Receipt {
  readonly key: number;
  readonly receipt: number;
}

/**
 * The opaque text that a receiver gets.
 * @param instance - tells a queue from another of the same name before it
 */
export function writeReceiptHandle(instance: string, { key, receipt }: Receipt): string {
  return Buffer.from(`${instance}/${key}/${receipt}`, "latin1").toString("base64");
}

/** @throws AwsError `ReceiptHandleIsInvalid` when the queue never gave out such a handle */
export function readReceiptHandle(instance: string, handle: string): Receipt {
  const [from, key, receipt] = Buffer.from(handle, "base64").toString("latin1").split("/");
  if (from !== instance || !/^\d+$/.test(key ?? "") || !/^\d+$/.test(receipt ?? "")) {
    throw new AwsError(
      "ReceiptHandleIsInvalid",
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
    );
  }
  return { key: Number(key), receipt: Number(receipt) };
}
