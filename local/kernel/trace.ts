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
  readonly reason?: string;
  /** What was sent, for finding the traces of an order or a user. */
  readonly payload?: unknown;
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

/** Keeps the latest hops; the oldest are forgotten first. */
export class Traces {
  private hops: Hop[] = [];
  private readonly listeners = new Set<(hop: Hop) => void>();
  private readonly described = new Map<string, Pick<Hop, "kind" | "label">>();

  /**
   * @param namePrefix - what labels leave out, such as `dev-`
   * @param mostHops - how many hops are kept
   */
  constructor(
    private readonly namePrefix: string,
    private readonly mostHops = 20_000,
  ) {}

  /** The physical name as shown in traces. */
  label(name: string): string {
    return name.startsWith(this.namePrefix) ? name.slice(this.namePrefix.length) : name;
  }

  record(hop: Omit<Hop, "kind" | "label">): void {
    const full: Hop = { ...hop, ...this.describe(hop.resource) };
    this.hops.push(full);
    if (this.hops.length > this.mostHops * 1.25) this.hops = this.hops.slice(-this.mostHops);
    for (const listener of this.listeners) listener(full);
  }

  /** Calls `listener` for every hop from now on; the result ends that. */
  listen(listener: (hop: Hop) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** All hops of every trace in which the text occurs (a trace id, an order id, a message id), in order. */
  find(text: string): readonly Hop[] {
    const ids = new Set(
      this.hops
        .filter((hop) => hop.traceId === text || payloadText(hop.payload).includes(text))
        .map((hop) => hop.traceId),
    );
    return this.hops.filter((hop) => ids.has(hop.traceId));
  }

  all(): readonly Hop[] {
    return this.hops;
  }

  private describe(arn: string): Pick<Hop, "kind" | "label"> {
    const known = this.described.get(arn);
    if (known !== undefined) return known;
    const { kind, name } = describeArn(arn);
    const description = { kind, label: this.label(name) };
    // Paths of requests are part of ARNs, so there is no end of them.
    if (this.described.size >= this.mostHops) this.described.clear();
    this.described.set(arn, description);
    return description;
  }
}

/** Made only when somebody searches: most hops are never looked at. */
function payloadText(payload: unknown): string {
  if (typeof payload === "string") return payload;
  return (
    JSON.stringify(payload, (_key, value: unknown) => (value instanceof Uint8Array ? "<bytes>" : value)) ?? ""
  );
}
