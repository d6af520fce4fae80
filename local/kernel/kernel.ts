import { Archives } from "./archives";
import { Calls } from "./calls";
import { Chance } from "./chance";
import { ClientPorts } from "./client-ports";
import type { Clock } from "./clock";
import { type Deadlines, ExactDeadlines, SharedDeadlines } from "./deadlines";
import { Faults } from "./faults";
import type { Authorizer } from "./policy";
import type { HttpRequest } from "./service";
import { type Session, Sessions } from "./sessions";
import { TokenIssuers } from "./token-issuers";
import { Traces } from "./trace";
import { Wakeups } from "./wakeups";
import type { WorkQueue } from "./work-queue";

/** What a kernel is made of; everything that differs between `npm run local` and a test. */
export interface KernelOptions {
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly seed: number;
  readonly accountId: string;
  readonly region: string;
  /** What labels leave out of physical names, such as `dev-`. */
  readonly namePrefix: string;
  readonly authorizer: Authorizer;
  /** True when handlers live in virtual time. */
  readonly virtualTime: boolean;
  /** Receives one line at a time. */
  readonly log: (line: string) => void;
}

/** What every service of one cloud shares. */
export class Kernel {
  readonly partition = "aws";
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly work: WorkQueue;
  readonly accountId: string;
  readonly region: string;
  readonly virtualTime: boolean;
  readonly chance: Chance;
  /** For request ids, message ids and the like. */
  readonly ids: Chance;
  readonly calls: Calls;
  readonly faults: Faults;
  readonly traces: Traces;
  readonly sessions: Sessions;
  /** Who calls, in virtual time. */
  readonly clientPorts = new ClientPorts();
  /** Whose tokens authorizers accept. */
  readonly tokenIssuers = new TokenIssuers();
  readonly wakeups = new Wakeups();
  /** Where the code behind `archive_file` lies. */
  readonly archives = new Archives();
  readonly authorizer: Authorizer;
  readonly log: (line: string) => void;
  /** Where the cloud listens, such as `http://127.0.0.1:4566`; set before the first resource is made. */
  endpoint = "";

  constructor(options: KernelOptions) {
    this.clock = options.clock;
    this.deadlines = options.virtualTime
      ? new ExactDeadlines(options.clock)
      : new SharedDeadlines(options.clock);
    this.work = options.work;
    this.accountId = options.accountId;
    this.region = options.region;
    this.virtualTime = options.virtualTime;
    this.authorizer = options.authorizer;
    this.log = options.log;
    this.chance = new Chance(options.seed);
    this.ids = this.chance.fork("ids");
    this.faults = new Faults(this.chance.fork("faults"));
    this.traces = new Traces(options.namePrefix);
    this.sessions = new Sessions(this.chance.fork("sessions"));
    this.calls = new Calls(this);
  }

  /** An ARN in the cloud's account and region. */
  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}:${this.accountId}:${resource}`;
  }

  /**
   * Serves a request. In virtual time one that a function makes while it runs is part of the function's own work, which
   * may let time pass while it waits for the answer.
   * @param signedBy - whose credentials it carries
   */
  serve<T>(name: string, request: HttpRequest, work: () => Promise<T>, signedBy?: Session): Promise<T> {
    if (!this.virtualTime) return this.work.serve(name, work);
    const caller = this.clientPorts.callerOf(request.sourcePort, signedBy);
    if (caller === undefined) return this.work.serve(name, work);
    return this.work.serve(name, () => waitedFor(caller, request.signal, work), { nested: true });
  }

  /** A fresh trace id, in X-Ray's form. */
  newTraceId(): string {
    const seconds = Math.floor(this.clock.now() / 1000)
      .toString(16)
      .padStart(8, "0");
    return `1-${seconds}-${this.ids.hex(24)}`;
  }
}

/** Counts a call among those that the session waits for, until it has ended or is given up. */
async function waitedFor<T>(session: Session, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  let waits = true;
  const givenUp = () => {
    waits = false;
    session.callsInFlight--;
  };
  session.callsInFlight++;
  signal.addEventListener("abort", givenUp, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener("abort", givenUp);
    if (waits) {
      session.callsInFlight--;
      session.onCallEnd?.();
    }
  }
}

/** The trace id in an `X-Amzn-Trace-Id` header or an `AWSTraceHeader` attribute. */
export function traceIdOf(header: string | undefined): string | undefined {
  return header === undefined ? undefined : /(?:^|;)\s*Root=([^;]+)/.exec(header)?.[1];
}
