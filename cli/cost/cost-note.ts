import { type CostValues, parseCostValues } from "./cost-values";
import { type CostLine, type Costs, costsOf, type Remark } from "./costs";
import { Deployment } from "./deployment";
import type { Utilisation } from "./limits/limit";
import { PRICED_REGIONS } from "./prices";
import { deployedResources, synthesizedResources } from "./stack-resources";
import { TrafficModel } from "./traffic-model";
import { utilisations } from "./utilisations";

/** A stack as the note is given it. */
export interface StackToPrice {
  readonly name: string;
  /** Its `cdk.tf.json`, parsed: what it will be. */
  readonly configuration: unknown;
  /**
   * What `terraform show -json <plan>` prints, parsed: what it is now. Left out where nothing was planned, as without
   * credentials, or as the stack waits for another one.
   */
  readonly plan?: unknown;
}

/** Costs now and after the plan, in USD per month; before is null where no plan says what is deployed. */
export interface Change {
  readonly before: number | null;
  readonly after: number;
}

/** What a stack costs. */
export interface StackCost extends Change {
  readonly name: string;
  readonly byType: readonly TypeCost[];
}

/** What the resources of a type cost. */
export interface TypeCost extends Change {
  readonly type: string;
}

/** What an environment costs in a month, and what it would run into first. */
export interface CostNote {
  readonly environment: string;
  readonly region: string;
  readonly traffic: CostValues["traffic"];
  readonly stacks: readonly StackCost[];
  /** Sum of the stacks; before is null unless every stack has a plan. */
  readonly total: Change;
  /** What is charged for after the plan, the dearest first. */
  readonly lines: readonly CostLine[];
  readonly free: readonly Remark[];
  readonly notPriced: readonly Remark[];
  /** Every limit that is used, the nearest first. */
  readonly limits: readonly Utilisation[];
  /** The quota of AWS that the peak would reach first. */
  readonly firstQuota: Utilisation | null;
  /** The limit of the stacks' own that the peak would reach first. */
  readonly firstOwnLimit: Utilisation | null;
  readonly warnings: readonly string[];
}

/**
 * Prices the stacks of one environment and measures its peak against the quotas. Pass all of them: what arrives at
 * one stack comes from another.
 *
 * What will be is read from the configurations, as a plan does not tell what refers to what before it is applied. What
 * is now comes from the plans; a stack without one is taken as it will be where others depend on its traffic.
 *
 * @param values - the environment's entry in `environments.json`
 * @throws CliError when values, a configuration or a plan are not what they should be
 */
export function costNote(values: unknown, stacks: readonly StackToPrice[]): CostNote {
  const checked = parseCostValues(values);
  const model = modelOf(checked, stacks.map(after));
  const costsAfter = costsOf(model);
  const costsBefore = costsOf(modelOf(checked, stacks.map(before)));
  const limits = utilisations(model);
  const first = (from: Utilisation["from"]) =>
    limits.find((limit) => limit.from === from && limit.byPeak) ?? null;
  const priced = stacks.map((stack) => stackCost(stack, costsBefore, costsAfter));
  return {
    environment: checked.name,
    region: checked.region,
    traffic: checked.traffic,
    stacks: priced,
    total: {
      before: priced.reduce<number | null>(
        (sum, stack) => (sum === null || stack.before === null ? null : sum + stack.before),
        0,
      ),
      after: sumOf(costsAfter.lines),
    },
    lines: costsAfter.lines
      .filter(({ quantity }) => quantity > 0)
      .sort((one, other) => other.usdPerMonth - one.usdPerMonth),
    free: costsAfter.free,
    notPriced: costsAfter.notPriced,
    limits,
    firstQuota: first("AWS"),
    firstOwnLimit: first("stack"),
    warnings: [...regionWarning(checked.region), ...model.warnings],
  };
}

function modelOf(values: CostValues, stacks: readonly ReturnType<typeof after>[]): TrafficModel {
  return new TrafficModel(new Deployment(stacks.flat()), values);
}

function after({ name, configuration }: StackToPrice) {
  return synthesizedResources(name, configuration);
}

function before({ name, configuration, plan }: StackToPrice) {
  return plan === undefined ? synthesizedResources(name, configuration) : deployedResources(name, plan);
}

function stackCost({ name, plan }: StackToPrice, costsBefore: Costs, costsAfter: Costs): StackCost {
  const known = plan !== undefined;
  const linesBefore = known ? costsBefore.lines.filter(({ stack }) => stack === name) : [];
  const linesAfter = costsAfter.lines.filter(({ stack }) => stack === name);
  const types = [...new Set([...linesAfter, ...linesBefore].map(({ type }) => type))].sort();
  const ofType = (lines: readonly CostLine[], wanted: string) =>
    sumOf(lines.filter(({ type }) => type === wanted));
  return {
    name,
    before: known ? sumOf(linesBefore) : null,
    after: sumOf(linesAfter),
    byType: types.map((type) => ({
      type,
      before: known ? ofType(linesBefore, type) : null,
      after: ofType(linesAfter, type),
    })),
  };
}

function sumOf(lines: readonly CostLine[]): number {
  return lines.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0);
}

function regionWarning(region: string): readonly string[] {
  if (PRICED_REGIONS.includes(region)) return [];
  return [
    `No price of ${region} is known, so nothing is priced; cli/cost/prices.ts has ${PRICED_REGIONS.join(", ")}. docs/cost.md says how to add a region.`,
  ];
}
