import type { EventPattern } from "../../../event-pattern/matches";

/** What an event source mapping is told to do. */
export interface MappingConfig {
  readonly uuid: string;
  /** The function's name, without a qualifier. */
  readonly functionName: string;
  /** A version, an alias, or empty. */
  readonly qualifier: string;
  /** With the qualifier, if there is one. */
  readonly functionArn: string;
  readonly sourceArn: string;
  readonly enabled: boolean;
  /** Records per invocation at most. */
  readonly batchSize: number;
  /** How long records may gather, in seconds. */
  readonly windowSeconds: number;
  /** Invocations at the same time; undefined leaves it to the poller. */
  readonly maximumConcurrency: number | undefined;
  /** Patterns as JSON, as given. */
  readonly filterTexts: readonly string[];
  /** Records that match none of these are dropped; empty lets all pass. */
  readonly filters: readonly EventPattern[];
  readonly reportsItemFailures: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** How a mapping fares, as GetEventSourceMapping tells it. */
export interface MappingStatus {
  modifiedAtMs: number;
  /** `OK`, `No records processed` or `PROBLEM: …`. */
  lastResult: string;
}
