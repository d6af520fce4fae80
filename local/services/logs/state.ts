import { AwsError } from "../../kernel/errors";

/** One line of a log, as kept. */
export interface LogEvent {
  readonly id: string;
  readonly atMs: number;
  readonly message: string;
  readonly ingestedAtMs: number;
}

/** A log stream: what one source has written. */
export interface LogStream {
  readonly name: string;
  readonly createdAtMs: number;
  /** In the order of their time. */
  events: LogEvent[];
  lastIngestionAtMs: number | undefined;
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

const DAY_MS = 86_400_000;

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
      events: [],
      lastIngestionAtMs: undefined,
    });
  }

  /** Appends events; each keeps its own time, the oldest make room for the newest. */
  put(stream: LogStream, events: readonly { timestamp: number; message: string }[], nowMs: number): void {
    let ordered = true;
    let lastAtMs = stream.events.at(-1)?.atMs ?? 0;
    for (const { timestamp, message } of events) {
      if (timestamp < lastAtMs) ordered = false;
      lastAtMs = timestamp;
      const id = String(this.sequence++).padStart(56, "0");
      stream.events.push({ id, atMs: timestamp, message, ingestedAtMs: nowMs });
    }
    // Array.sort is stable, so events of the same instant keep the order in which they came.
    if (!ordered) stream.events.sort((a, b) => a.atMs - b.atMs);
    if (stream.events.length > MOST_EVENTS_PER_STREAM * 1.25) {
      stream.events = stream.events.slice(-MOST_EVENTS_PER_STREAM);
    }
    stream.lastIngestionAtMs = nowMs;
  }

  /** The events of a stream that retention has left, oldest first. */
  events(group: LogGroup, stream: LogStream, nowMs: number): readonly LogEvent[] {
    const { retentionDays } = group;
    if (retentionDays === undefined || retentionDays === 0) return stream.events;
    const oldestMs = nowMs - retentionDays * DAY_MS;
    return stream.events.filter(({ atMs }) => atMs >= oldestMs);
  }
}
