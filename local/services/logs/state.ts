import { AwsError } from "../../kernel/errors";
import { DAY_MS } from "./retention";

/** One line of a log. */
export interface LogEvent {
  readonly id: string;
  readonly atMs: number;
  readonly message: string;
  readonly ingestedAtMs: number;
}

/** What one call of PutLogEvents has brought, kept as it came: most lines are never read. */
interface Batch {
  readonly firstId: number;
  readonly ingestedAtMs: number;
  readonly events: readonly { readonly timestamp: number; readonly message: string }[];
}

/** A log stream: what one source has written. */
export interface LogStream {
  readonly name: string;
  readonly createdAtMs: number;
  batches: Batch[];
  count: number;
}

/** A log group and its streams. */
export interface LogGroup {
  readonly name: string;
  readonly createdAtMs: number;
  readonly logClass: string;
  /** Events older than this are gone; never when absent. */
  retentionDays: number | undefined;
  kmsKeyId: string | undefined;
  tags: Readonly<Record<string, string>>;
  readonly streams: Map<string, LogStream>;
}

/** How many events a stream keeps; a laptop's memory is smaller than CloudWatch. */
const MOST_EVENTS_PER_STREAM = 10_000;

const ID_DIGITS = 56;

/** The log groups of one cloud. */
export class LogState {
  private readonly groups = new Map<string, LogGroup>();
  private sequence = 0;

  /** Every group, by name. */
  list(): LogGroup[] {
    return [...this.groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): LogGroup | undefined {
    return this.groups.get(name);
  }

  /** @throws AwsError ResourceNotFoundException */
  group(name: string): LogGroup {
    const group = this.groups.get(name);
    if (group === undefined) {
      throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
    }
    return group;
  }

  /** @throws AwsError ResourceNotFoundException */
  stream(groupName: string, streamName: string): LogStream {
    const stream = this.group(groupName).streams.get(streamName);
    if (stream === undefined) {
      throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
    }
    return stream;
  }

  /** @throws AwsError ResourceAlreadyExistsException */
  create(group: Pick<LogGroup, "name" | "createdAtMs"> & Partial<LogGroup>): LogGroup {
    if (this.groups.has(group.name)) {
      throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
    }
    const full: LogGroup = {
      logClass: "STANDARD",
      retentionDays: undefined,
      kmsKeyId: undefined,
      tags: {},
      streams: new Map(),
      ...group,
    };
    this.groups.set(group.name, full);
    return full;
  }

  delete(name: string): void {
    this.group(name);
    this.groups.delete(name);
  }

  /** @throws AwsError ResourceAlreadyExistsException */
  createStream(groupName: string, streamName: string, nowMs: number): void {
    const { streams } = this.group(groupName);
    if (streams.has(streamName)) {
      throw new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists");
    }
    streams.set(streamName, {
      name: streamName,
      createdAtMs: nowMs,
      batches: [],
      count: 0,
    });
  }

  /** Appends events; the oldest make room for the newest. */
  put(stream: LogStream, events: Batch["events"], nowMs: number): void {
    stream.batches.push({ firstId: this.sequence, ingestedAtMs: nowMs, events });
    this.sequence += events.length;
    stream.count += events.length;
    while (stream.batches.length > 1 && stream.count > MOST_EVENTS_PER_STREAM) {
      stream.count -= stream.batches.shift()?.events.length ?? 0;
    }
  }

  /** The events of a stream that retention has left, oldest first. */
  events({ retentionDays = 0 }: LogGroup, stream: LogStream, nowMs: number): readonly LogEvent[] {
    const oldestMs = retentionDays === 0 ? Number.NEGATIVE_INFINITY : nowMs - retentionDays * DAY_MS;
    return stream.batches
      .flatMap(({ firstId, ingestedAtMs, events }) =>
        events.map(({ timestamp, message }, index) => ({
          id: String(firstId + index).padStart(ID_DIGITS, "0"),
          atMs: timestamp,
          message,
          ingestedAtMs,
        })),
      )
      .filter(({ atMs }) => atMs >= oldestMs)
      .sort(byTime);
  }
}

/** Orders events by time, those of the same instant as they came. */
export function byTime(a: LogEvent, b: LogEvent): number {
  return a.atMs - b.atMs || (a.id < b.id ? -1 : 1);
}
