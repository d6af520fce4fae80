/** One step of an event's way through the cloud. */
export interface Hop {
  readonly traceId: string;
  readonly atMs: number;
  /** Who acted: a label such as `basket-api`, or the name of a service. */
  readonly from: string;
  /** Such as `sqs:SendMessage`. */
  readonly action: string;
  /** The ARN acted on. */
  readonly resource: string;
  /** What the resource is: function, queue, topic, bus, rule, table, api, user pool … */
  readonly kind: string;
  /** The physical name without the environment's prefix, such as `ordering-checkout`. */
  readonly label: string;
  readonly outcome: "ok" | "denied" | "error";
  /** Why it was denied or failed. */
  readonly reason?: string | undefined;
  /** What was sent, for finding the traces of an order or a user. */
  readonly payload?: unknown;
}

/** A hop as it is recorded: what its resource is follows from the ARN, once somebody looks at it. */
export interface Step extends Omit<Hop, "kind" | "label"> {
  /** About how many bytes are kept of what was sent. */
  readonly payloadBytes: number;
}

const KINDS: Readonly<Record<string, string>> = {
  lambda: "function",
  sqs: "queue",
  sns: "topic",
  dynamodb: "table",
  "execute-api": "api",
  "cognito-idp": "user pool",
  kinesis: "stream",
  s3: "bucket",
  states: "state machine",
  logs: "log group",
};

/** The kind and the physical name that an ARN stands for. */
function describeArn(arn: string): { kind: string; name: string } {
  const [, , service = "", , , ...rest] = arn.split(":");
  const resource = rest.join(":");
  if (service === "events") {
    const [kind = "", ...path] = resource.split("/");
    return { kind: kind === "event-bus" ? "bus" : kind, name: path.at(-1) ?? resource };
  }
  const name =
    service === "lambda"
      ? (resource.split(":")[1] ?? resource)
      : resource.replace(/^(table|userpool|stream)\//, "").split("/")[0];
  return { kind: KINDS[service] ?? service, name: name ?? resource };
}

/** How much of what was sent is kept in the older and in the latest half of the hops, in bytes. */
const MOST_PAYLOAD_BYTES = 32 * 1_048_576;

/** Keeps the latest hops; the oldest are forgotten first, many at once. */
export class Traces {
  private older: Step[] = [];
  private latest: Step[] = [];
  private latestBytes = 0;
  private readonly listeners = new Set<(hop: Hop) => void>();

  /**
   * @param namePrefix - what labels leave out, such as `dev-`
   * @param leastHops - how many hops are kept at least, unless they carry much, and at most twice as many
   */
  constructor(
    private readonly namePrefix: string,
    private readonly leastHops = 10_000,
  ) {}

  /** The physical name as shown in traces. */
  label(name: string): string {
    return name.startsWith(this.namePrefix) ? name.slice(this.namePrefix.length) : name;
  }

  record(step: Step): void {
    if (this.latest.length === this.leastHops || this.latestBytes > MOST_PAYLOAD_BYTES) {
      this.older = this.latest;
      this.latest = [];
      this.latestBytes = 0;
    }
    this.latest.push(step);
    this.latestBytes += step.payloadBytes;
    for (const listener of this.listeners) listener(this.describe(step));
  }

  /** Calls `listener` for every hop from now on; the result ends that. */
  listen(listener: (hop: Hop) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** All hops of every trace in which the text occurs (a trace id, an order id, a message id), in order. */
  find(text: string): readonly Hop[] {
    const steps = [...this.older, ...this.latest];
    const ids = new Set(
      steps
        .filter((step) => step.traceId === text || payloadText(step.payload).includes(text))
        .map(({ traceId }) => traceId),
    );
    return steps.filter(({ traceId }) => ids.has(traceId)).map((step) => this.describe(step));
  }

  all(): readonly Hop[] {
    return [...this.older, ...this.latest].map((step) => this.describe(step));
  }

  private describe(step: Step): Hop {
    const { traceId, atMs, from, action, resource, outcome, reason, payload } = step;
    const { kind, name } = describeArn(resource);
    return { traceId, atMs, from, action, resource, kind, label: this.label(name), outcome, reason, payload };
  }
}

/** About how many bytes a value takes: its texts and binary parts, however deep. */
export function bytesOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 0;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  let bytes = 0;
  for (const part of Object.values(value)) bytes += bytesOf(part);
  return bytes;
}

/** Made only when somebody searches: most hops are never looked at. */
function payloadText(payload: unknown): string {
  if (typeof payload === "string") return payload;
  return (
    JSON.stringify(payload, (_key, value: unknown) => (value instanceof Uint8Array ? "<bytes>" : value)) ?? ""
  );
}
