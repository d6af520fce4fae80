import type { PriceId } from "../prices";
import type { Resource } from "../resource";
import type { TrafficModel } from "../traffic-model";

/** Hours of a month, as AWS bills it: a twelfth of a year. */
export const HOURS_PER_MONTH = 730;
export const SECONDS_PER_MONTH = HOURS_PER_MONTH * 3_600;
export const DAYS_PER_MONTH = HOURS_PER_MONTH / 24;

/** AWS counts a GB as 2^30 bytes. */
export const BYTES_PER_GB = 2 ** 30;

/** What is used of something that is charged for. */
export interface Usage {
  readonly price: PriceId;
  /** Units per month. */
  readonly quantity: number;
  /** How the quantity comes about, for the reader. */
  readonly because: string;
}

/** Something that costs and that the note has no price for. */
export interface Unpriced {
  readonly unpriced: string;
}

/** What a resource uses in a month. */
export type Meter = (resource: Resource, model: TrafficModel) => readonly (Usage | Unpriced)[];

/** A number as the reader sees it. */
export function figure(value: number): string {
  return value.toLocaleString("en-US", {
    maximumSignificantDigits: value < 1_000 ? 3 : 15,
    maximumFractionDigits: 0,
  });
}
