import { isoTime } from "../../kernel/clock";

/** An event as rules see it and targets get it, with every field that AWS sends. */
export interface BridgeEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601, whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Time as events have it: ISO 8601 without milliseconds. */
export function eventTime(ms: number): string {
  return isoTime(ms).replace(/\.\d{3}Z$/, "Z");
}
