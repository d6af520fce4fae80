import type { EnvironmentValues } from "../environment-values";
import { changesOf, kindOf, type ResourceChange, type TerraformPlan } from "../terraform/plan-json";
import { changedAddresses } from "./address-map";
import { type CountContents, countContents } from "./contents";
import { heldBy } from "./stateful-guard";

/** Why a plan may not be applied. */
export interface Objection {
  readonly stack: string;
  readonly address: string;
  /** `stateful`: what it holds would be lost. `address`: the same thing would be made anew elsewhere. */
  readonly guard: "stateful" | "address";
  /** What would happen, and why it must not without being said. */
  readonly reason: string;
  /** Where the resource would be created again. */
  readonly to?: string;
}

/** The plan of one stack, and what its environment allows. */
export interface GuardedPlan {
  readonly stack: string;
  readonly plan: TerraformPlan;
  readonly values: Pick<EnvironmentValues, "allowDestroy" | "region">;
  /** @defaultValue asks AWS */
  readonly count?: CountContents;
}

/**
 * Looks for what a plan would lose: resources that hold something and would be destroyed or replaced, and resources
 * that would be destroyed only because their address changed. What `allowDestroy` names is let pass.
 */
export async function guardPlan(guarded: GuardedPlan): Promise<readonly Objection[]> {
  const { stack, plan, values } = guarded;
  const allowed = (address: string) => values.allowDestroy.includes(`${stack}/${address}`);
  const moved = changedAddresses(plan).filter(({ from }) => !allowed(from));
  const lost: Objection[] = [];
  const objectTo = (address: string, reason: string | undefined) => {
    if (reason === undefined || allowed(address) || moved.some(({ from }) => from === address)) return;
    lost.push({ stack, address, guard: "stateful", reason });
  };
  for (const change of changesOf(plan)) objectTo(change.address, await whatIsLost(change, guarded));
  for (const gone of goneAlready(plan)) {
    objectTo(gone.address, `is gone, with all its ${heldBy(gone)}, and an empty one would take its place`);
  }
  return [
    ...lost,
    ...moved.map(({ from, to }): Objection => {
      const reason = `would be destroyed, and the same thing created as ${to}`;
      return { stack, address: from, guard: "address", reason, to };
    }),
  ];
}

/** Types that nobody restores; they are made anew where somebody deleted them. */
const NOT_RESTORED = ["aws_sqs_queue", "aws_cloudwatch_log_group"];

/** What held something, was deleted by somebody, and would be created anew without it. */
function goneAlready(plan: TerraformPlan): readonly ResourceChange[] {
  const created = plan.resource_changes.filter((change) => kindOf(change) === "create");
  return plan.resource_drift
    .filter((drift) => drift.change.actions.includes("delete") && heldBy(drift) !== undefined)
    .filter(
      ({ address, type }) => !NOT_RESTORED.includes(type) && created.some((each) => each.address === address),
    );
}

async function whatIsLost(
  change: ResourceChange,
  { values, count }: GuardedPlan,
): Promise<string | undefined> {
  const kind = kindOf(change);
  if (kind !== "destroy" && kind !== "replace") return undefined;
  const loss = await lossOf(change, values.region, count);
  if (loss === undefined) return undefined;
  return `would be ${kind === "destroy" ? "destroyed" : "replaced by an empty one"}, and with it ${loss}`;
}

/**
 * What is lost when a resource is destroyed, in words; `undefined` when nothing is. Queues count only with messages in
 * them; one that cannot be asked counts as full.
 */
export async function lossOf(
  change: ResourceChange,
  region: string,
  count: CountContents = countContents,
): Promise<string | undefined> {
  const held = heldBy(change);
  if (held === undefined) return undefined;
  const found = await count(change, region);
  if (found === 0 && change.type === "aws_sqs_queue") return undefined;
  if (found !== undefined) return `about ${found} ${held}`;
  return change.type === "aws_sqs_queue" ? `${held} that could not be counted` : `all its ${held}`;
}

/** Entries of `allowDestroy` for the planned stacks that no plan needs: applied already, or misspelt. */
export function unusedAllowances(
  plans: readonly { readonly stack: string; readonly plan: TerraformPlan }[],
  allowDestroy: readonly string[],
): readonly string[] {
  const destroyed = plans.flatMap(({ stack, plan }) =>
    changesOf(plan)
      .filter((change) => ["destroy", "replace"].includes(kindOf(change)))
      .map(({ address }) => `${stack}/${address}`),
  );
  return allowDestroy.filter(
    (entry) => plans.some(({ stack }) => entry.startsWith(`${stack}/`)) && !destroyed.includes(entry),
  );
}

/** What to do about objections, in words. */
export function explainObjections(environment: string, objections: readonly Objection[]): string {
  const lines: string[] = [];
  const stateful = objections.filter(({ guard }) => guard === "stateful");
  if (stateful.length > 0) {
    lines.push("What holds data may not be destroyed or replaced without being named:", "");
    for (const { stack, address, reason } of stateful) lines.push(`  ${stack}/${address} ${reason}`);
    lines.push("", `If that is meant, name it in environments/${environment}.ts and plan again:`, "");
    lines.push(...allowance(stateful), "");
  }
  const moved = objections.filter(({ guard }) => guard === "address");
  if (moved.length > 0) {
    lines.push("These addresses changed, so Terraform would destroy the one and create the other:", "");
    for (const { stack, address, to } of moved) lines.push(`  ${stack}`, `    - ${address}`, `    + ${to}`);
    lines.push("", "Keep what is deployed by moved entries, in the constructor of the stack:", "");
    for (const stack of new Set(moved.map((each) => each.stack))) {
      const pairs = moved.filter((each) => each.stack === stack);
      lines.push(`  // ${stack}`, '  this.addOverride("moved", [');
      lines.push(...pairs.map(({ address, to }) => `    { from: "${address}", to: "${to}" },`), "  ]);");
    }
    const file = `environments/${environment}.ts`;
    lines.push("", `If they are meant to be made anew, name the old ones in ${file} and plan again:`, "");
    lines.push(...allowance(moved), "");
  }
  return lines.join("\n").trimEnd();
}

function allowance(objections: readonly Objection[]): readonly string[] {
  return [
    "  allowDestroy: [",
    ...objections.map(({ stack, address }) => `    "${stack}/${address}",`),
    "  ],",
  ];
}
