import { type Api, apisOf, trafficName } from "./apis";
import type { CostValues } from "./cost-values";
import type { Deployment } from "./deployment";
import { type FunctionUses, functionUses } from "./function-uses";
import type { Resource } from "./resource";

/** How much arrives somewhere. */
export interface Flow {
  readonly perMonth: number;
  readonly peakPerSecond: number;
}

const NOTHING: Flow = { perMonth: 0, peakPerSecond: 0 };

/** What an invocation of a function stands for: a request to an API changes something now and then, a message always. */
interface Shares {
  readonly writeShare: number;
  readonly eventShare: number;
}

const EVERY_MESSAGE: Shares = { writeShare: 1, eventShare: 1 };

/**
 * What arrives at each resource of an environment, derived from the traffic that its values state. docs/cost.md tells
 * the derivation to the reader.
 */
export class TrafficModel {
  readonly apis: readonly Api[];
  /** What the model had to leave out. */
  readonly warnings: string[] = [];
  private readonly uses: ReadonlyMap<Resource, FunctionUses>;
  private readonly arriving = new Map<Resource, Flow>();
  private readonly reading = new Map<Resource, Flow>();
  private readonly writing = new Map<Resource, Flow>();

  constructor(
    readonly deployment: Deployment,
    readonly values: CostValues,
  ) {
    this.apis = apisOf(deployment, values);
    this.uses = functionUses(deployment);
    for (const api of this.apis) this.request(api);
    this.noteUnknownApis();
    for (const [fn, { unreadable }] of this.uses) {
      if (unreadable)
        this.warnings.push(`${fn.stack}: what ${fn.name} may do cannot be read from its policies.`);
    }
  }

  /** Requests to an API, invocations of a function, messages of a topic or queue, events of a bus. */
  arrivals(resource: Resource): Flow {
    return this.arriving.get(resource) ?? NOTHING;
  }

  /** Reads of a table, each of one answer. */
  reads(table: Resource): Flow {
    return this.reading.get(table) ?? NOTHING;
  }

  /** Writes of a table, each of one item. */
  writes(table: Resource): Flow {
    return this.writing.get(table) ?? NOTHING;
  }

  /** How long an invocation takes. */
  get functionSeconds(): number {
    return this.values.traffic.averageFunctionMs / 1_000;
  }

  /** Deliveries that a bus makes for an event: one for each target of each of its rules. */
  targetsOf(bus: Resource): readonly Resource[] {
    const rules = this.rulesOf(bus);
    return this.deployment
      .ofType("aws_cloudwatch_event_target")
      .filter((target) =>
        rules.includes(this.deployment.named(target, target.text("rule"), RULE) as Resource),
      );
  }

  rulesOf(bus: Resource): readonly Resource[] {
    return this.deployment
      .ofType(RULE)
      .filter((rule) => this.deployment.named(rule, rule.text("event_bus_name"), bus.type) === bus);
  }

  private request({ api, functions, traffic, ratePerSecond = Number.POSITIVE_INFINITY }: Api): void {
    if (traffic === undefined) {
      const name = trafficName(api, this.values.name);
      this.warnings.push(
        `${api.stack}: nothing is stated about the traffic of ${api.name}; state traffic.apis["${name}"] in environments/${this.values.name}.ts.`,
      );
      return;
    }
    const { requestsPerMonth, peakRequestsPerSecond } = traffic;
    add(this.arriving, api, { perMonth: requestsPerMonth, peakPerSecond: peakRequestsPerSecond });
    // What the stage throttles never gets to the function.
    const admitted = Math.min(peakRequestsPerSecond, ratePerSecond);
    for (const fn of functions) {
      const part = 1 / functions.length;
      this.invoke(fn, { perMonth: requestsPerMonth * part, peakPerSecond: admitted * part }, traffic, []);
    }
  }

  private invoke(
    fn: Resource,
    flow: Flow,
    { writeShare, eventShare }: Shares,
    path: readonly Resource[],
  ): void {
    if (path.includes(fn)) {
      this.warnings.push(`${fn.stack}: ${fn.name} is called by what it sends; the loop is counted once.`);
      return;
    }
    add(this.arriving, fn, flow);
    const uses = this.uses.get(fn);
    for (const table of uses?.reads ?? []) add(this.reading, table, flow);
    for (const table of uses?.writes ?? []) add(this.writing, table, times(flow, writeShare));
    for (const target of uses?.sends ?? []) this.send(target, times(flow, eventShare), [...path, fn]);
  }

  private send(target: Resource, flow: Flow, path: readonly Resource[]): void {
    add(this.arriving, target, flow);
    for (const next of this.receiversOf(target)) {
      if (next.type === "aws_lambda_function") this.invoke(next, flow, EVERY_MESSAGE, path);
      else if (next.type === MAPPING) this.consume(next, flow, path);
      else this.send(next, flow, path);
    }
  }

  private receiversOf(target: Resource): readonly Resource[] {
    const { deployment } = this;
    const receivers = {
      aws_sns_topic: () =>
        deployment
          .ofType("aws_sns_topic_subscription")
          .filter((one) => deployment.named(one, one.text("topic_arn"), target.type) === target)
          .map((one) => deployment.named(one, one.text("endpoint"), "aws_sqs_queue", "aws_lambda_function")),
      aws_cloudwatch_event_bus: () =>
        this.targetsOf(target).map((one) =>
          deployment.named(one, one.text("arn"), "aws_sqs_queue", "aws_lambda_function", "aws_sns_topic"),
        ),
      aws_sqs_queue: () =>
        deployment
          .ofType(MAPPING)
          .filter((one) => deployment.named(one, one.text("event_source_arn"), target.type) === target),
    }[target.type];
    return (receivers?.() ?? []).filter((receiver) => receiver !== undefined);
  }

  /** A queue holds back what its consumer cannot take, so the peak behind it is bounded. */
  private consume(mapping: Resource, flow: Flow, path: readonly Resource[]): void {
    const fn = this.deployment.named(mapping, mapping.text("function_name"), "aws_lambda_function");
    if (fn === undefined) return;
    const most = maximumConcurrency(mapping) / this.functionSeconds;
    this.invoke(fn, { ...flow, peakPerSecond: Math.min(flow.peakPerSecond, most) }, EVERY_MESSAGE, path);
  }

  private noteUnknownApis(): void {
    const known = this.apis.map(({ api }) => trafficName(api, this.values.name));
    for (const name of Object.keys(this.values.traffic.apis)) {
      if (!known.includes(name)) {
        this.warnings.push(
          `environments/${this.values.name}.ts states traffic of "${name}", and no API of these stacks is called so.`,
        );
      }
    }
  }
}

const RULE = "aws_cloudwatch_event_rule";
const MAPPING = "aws_lambda_event_source_mapping";

/** How many batches of a queue are worked on at once; without end where only the account bounds it. */
export function maximumConcurrency(mapping: Resource): number {
  return mapping.block("scaling_config").number("maximum_concurrency") ?? Number.POSITIVE_INFINITY;
}

function times({ perMonth, peakPerSecond }: Flow, share: number): Flow {
  return { perMonth: perMonth * share, peakPerSecond: peakPerSecond * share };
}

function add(flows: Map<Resource, Flow>, resource: Resource, { perMonth, peakPerSecond }: Flow): void {
  const before = flows.get(resource) ?? NOTHING;
  flows.set(resource, {
    perMonth: before.perMonth + perMonth,
    peakPerSecond: before.peakPerSecond + peakPerSecond,
  });
}
