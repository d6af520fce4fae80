import type { Kernel } from "../../kernel/kernel";
import { type BridgeEvent, eventTime } from "./bridge-event";

/** An event to put, as PutEvents has it. */
export interface Entry {
  /** Seconds since the epoch; now when absent. */
  readonly Time?: number;
  readonly Source?: string;
  readonly Resources?: readonly string[];
  readonly DetailType?: string;
  /** A JSON object as text. */
  readonly Detail?: string;
  /** Name or ARN; the default bus when absent. */
  readonly EventBusName?: string;
  /** An X-Ray trace header; stands above that of the request. */
  readonly TraceHeader?: string;
}

/** Why an entry was not taken; the others may have been. */
export interface EntryError {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

const TIME_SIZE_BYTES = 14;

/** What an entry counts towards the limit of a request, in bytes. */
export function entrySizeBytes({ Time, Source, DetailType, Detail, Resources }: Entry): number {
  const texts = [Source, DetailType, Detail, ...(Resources ?? [])];
  const size = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ""), 0);
  return size + (Time === undefined ? 0 : TIME_SIZE_BYTES);
}

/** Makes an event of an entry, or says what is wrong with it. */
export function eventOf(kernel: Kernel, entry: Entry): BridgeEvent | EntryError {
  const { Source, DetailType, Detail } = entry;
  if (!Source) return missing("Source");
  if (!DetailType) return missing("DetailType");
  if (!Detail) return missing("Detail");
  if (Source.startsWith("aws.")) {
    return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
  }
  const detail = parseDetail(Detail);
  if (detail === undefined) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
  const atMs = entry.Time === undefined ? kernel.clock.now() : entry.Time * 1_000;
  return {
    version: "0",
    id: kernel.ids.uuid(),
    "detail-type": DetailType,
    source: Source,
    account: kernel.accountId,
    time: eventTime(atMs),
    region: kernel.region,
    resources: entry.Resources ?? [],
    detail,
  };
}

function missing(member: string): EntryError {
  return {
    ErrorCode: "InvalidArgument",
    ErrorMessage: `Parameter ${member} is not valid. Reason: ${member} is a required argument.`,
  };
}

function parseDetail(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
