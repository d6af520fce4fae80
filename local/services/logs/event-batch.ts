import { AwsError } from "../../kernel/errors";
import { DAY_MS } from "./retention";
import type { LogGroup } from "./state";

/** A line to write. */
export interface InputLogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** Which events of a batch were not taken: from the start up to an index, and from an index to the end. */
export interface RejectedLogEventsInfo {
  readonly tooOldLogEventEndIndex?: number;
  readonly expiredLogEventEndIndex?: number;
  readonly tooNewLogEventStartIndex?: number;
}

/** The events of a batch that were taken, and what is said of the others. */
export interface Sifted {
  readonly accepted: readonly InputLogEvent[];
  readonly rejectedLogEventsInfo?: RejectedLogEventsInfo;
}

/** Of one request. */
export const MOST_EVENTS = 10_000;

const LARGEST_BATCH_BYTES = 1_048_576;
/** What each event counts beside its message, in bytes. */
const EVENT_BYTES = 26;
const OLDEST_MS = 14 * DAY_MS;
const NEWEST_MS = 2 * 3_600_000;

/** @throws AwsError `InvalidParameterException` for a batch that is refused as a whole */
export function checkBatch(events: readonly InputLogEvent[]): void {
  let sizeBytes = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const { timestamp, message } of events) {
    if (timestamp < lastMs) {
      throw refusal("Log events in a single PutLogEvents request must be in chronological order.");
    }
    lastMs = timestamp;
    sizeBytes += Buffer.byteLength(message) + EVENT_BYTES;
  }
  if (sizeBytes > LARGEST_BATCH_BYTES) {
    throw refusal(`Upload too large: ${sizeBytes} bytes exceeds limit of ${LARGEST_BATCH_BYTES}`);
  }
  if (lastMs - (events[0]?.timestamp ?? lastMs) > DAY_MS) {
    throw refusal("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
}

/** Takes the events that are neither older than 14 days or the group's retention nor more than two hours ahead. */
export function sift(
  events: readonly InputLogEvent[],
  { retentionDays }: Pick<LogGroup, "retentionDays">,
  nowMs: number,
): Sifted {
  const oldestMs = nowMs - OLDEST_MS;
  const expiredMs = retentionDays === undefined ? Number.NEGATIVE_INFINITY : nowMs - retentionDays * DAY_MS;
  const firstMs = Math.max(oldestMs, expiredMs);
  const newestMs = nowMs + NEWEST_MS;
  const accepted = events.filter(({ timestamp }) => timestamp >= firstMs && timestamp <= newestMs);
  if (accepted.length === events.length) return { accepted };
  const tooOld = events.filter(({ timestamp }) => timestamp < oldestMs).length;
  const expired = events.filter(({ timestamp }) => timestamp < expiredMs).length;
  const tooNew = events.filter(({ timestamp }) => timestamp > newestMs).length;
  return {
    accepted,
    rejectedLogEventsInfo: {
      ...(tooOld === 0 ? {} : { tooOldLogEventEndIndex: tooOld }),
      ...(expired === 0 ? {} : { expiredLogEventEndIndex: expired }),
      ...(tooNew === 0 ? {} : { tooNewLogEventStartIndex: events.length - tooNew }),
    },
  };
}

function refusal(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}
