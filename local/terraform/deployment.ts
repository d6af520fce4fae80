import { UnsupportedError } from "../kernel/errors";
import type { Kernel } from "../kernel/kernel";
import type { Attributes, Service } from "../kernel/service";
import { graphProblems } from "./check/check-graph";
import { type TypeTable, typeTable } from "./check/type-table";
import type { ApplyReport } from "./deploy/apply-report";
import { DeploymentRun } from "./deploy/deployment-run";
import { type DeploymentState, visibleValue } from "./deploy/instance";
import { Graph } from "./graph/graph";
import type { SynthesizedStack } from "./stacks";

export type { ApplyReport } from "./deploy/apply-report";

/** A resource of the deployment, as it is. */
export interface DeployedResource {
  /** Such as `dev-basket/aws_sqs_queue.price-changes`. */
  readonly address: string;
  readonly type: string;
  /** The resource's name in the template. */
  readonly name: string;
  readonly stack: string;
  /** The evaluated arguments, in Terraform's words. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What expressions can refer to. */
  readonly attributes: Attributes;
}

/** What is deployed to one cloud: keeps the state that Terraform would keep, and moves it to what stacks say. */
export class Deployment {
  private readonly types: TypeTable;
  private readonly state: DeploymentState = { instances: new Map(), deposed: [] };
  /** The latest apply, come to its end in one way or another: one waits for the other. */
  private settled: Promise<unknown> = Promise.resolve();
  /** Stack → output → value. */
  private outputValues: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map();

  constructor(
    private readonly kernel: Kernel,
    services: readonly Service[],
  ) {
    this.types = typeTable(services);
  }

  /**
   * Makes the cloud what the stacks say. What has not changed stays as it is, with its data.
   *
   * @throws UnsupportedError listing everything in the stacks that is not modelled, before anything is touched
   * @throws TerraformError for a cycle, or for a resource that cannot be made; what was made before it stays
   */
  apply(stacks: readonly SynthesizedStack[]): Promise<ApplyReport> {
    const report = this.settled.then(() => this.applyNow(stacks));
    this.settled = report.catch(() => {});
    return report;
  }

  /**
   * The outputs of a stack, by name.
   * @throws UnsupportedError when no stack of this name is deployed
   */
  outputs(stackName: string): Record<string, unknown> {
    const values = this.outputValues.get(stackName);
    if (values === undefined) {
      const names = [...this.outputValues.keys()].join(", ") || "none";
      throw new UnsupportedError(`no stack ${stackName} is deployed; there are: ${names}`);
    }
    return { ...values };
  }

  /** The outputs of all stacks, by name; of equal names the last stack's stays. */
  allOutputs(): Record<string, unknown> {
    return Object.assign({}, ...this.outputValues.values()) as Record<string, unknown>;
  }

  /** Every resource, in the order in which they were made. */
  resources(): readonly DeployedResource[] {
    return [...this.state.instances.values()].map((instance) => ({
      address: instance.address,
      type: instance.type,
      name: instance.name,
      stack: instance.stack,
      config: instance.config,
      attributes: visibleValue(instance),
    }));
  }

  private async applyNow(stacks: readonly SynthesizedStack[]): Promise<ApplyReport> {
    const graph = new Graph(stacks);
    const problems = graphProblems(graph, stacks, this.types, this.kernel);
    if (problems.length > 0) throw unsupported(problems);
    const run = new DeploymentRun(this.types, graph, this.state);
    const report = await run.execute();
    this.outputValues = new Map(stacks.map(({ name }) => [name, run.outputs(name)]));
    return report;
  }
}

function unsupported(problems: readonly string[]): UnsupportedError {
  return new UnsupportedError(
    [
      `The local cloud cannot run these stacks, for ${problems.length} reason${problems.length === 1 ? "" : "s"}:`,
      ...problems.map((problem) => `  - ${problem}`),
      "Leave these out of the stacks, or model them: resources, arguments and data sources in local/services/, functions in local/terraform/functions/. docs/local-cloud.md lists what is modelled.",
    ].join("\n"),
  );
}
