import { UnsupportedError } from "../../kernel/errors";
import { parseArguments } from "../check/argument-schema";
import type { TypeTable } from "../check/type-table";
import type { Scope } from "../expressions/scope";
import type { Graph } from "../graph/graph";
import { type GraphNode, REMOTE_STATE } from "../graph/graph-node";
import { type ApplyReport, ReportBuilder } from "./apply-report";
import { checkConditions } from "./check-conditions";
import { Convergence } from "./convergence";
import { type Config, evaluatedArguments, evaluatedValue } from "./evaluation";
import { expand } from "./expand";
import { type DeploymentState, visibleValue } from "./instance";
import { atAddress, atPlace } from "./located-error";
import { StackScope } from "./stack-scope";
import { Staleness } from "./staleness";

/** One apply: goes through the graph in order and moves the instances to it. */
export class DeploymentRun {
  /** By node key. */
  private readonly values = new Map<string, unknown>();
  private readonly report: ReportBuilder;
  private readonly convergence: Convergence;

  /** @param state - what exists; this run changes it */
  constructor(
    private readonly types: TypeTable,
    private readonly graph: Graph,
    state: DeploymentState,
  ) {
    this.report = new ReportBuilder(graph.warnings);
    this.convergence = new Convergence(types, state, new Staleness(graph), this.report);
  }

  async execute(): Promise<ApplyReport> {
    const order = this.graph.order();
    // First, so that their physical names are free for what takes their place.
    await this.convergence.removeAll(({ nodeKey }) => this.graph.get(nodeKey)?.kind !== "resource");
    for (const node of order) {
      const scope = new StackScope(node.stack, this.values);
      if (node.kind === "output") checkConditions(node, scope);
      this.values.set(node.key, await this.valueOf(node));
      // These are about the value itself.
      if (node.kind === "variable") checkConditions(node, scope);
    }
    await this.convergence.removeDeposed();
    return this.report.report();
  }

  /** The outputs of a stack, once the run is through. */
  outputs(stack: string): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      this.graph
        .all()
        .filter((node) => node.kind === "output" && node.stack.name === stack)
        .map((node) => [node.name, this.values.get(node.key)]),
    );
  }

  private async valueOf(node: GraphNode): Promise<unknown> {
    const scope = new StackScope(node.stack, this.values);
    if (node.type === REMOTE_STATE) {
      const outputs = this.graph.outputsBehind(node).map(({ name, key }) => [name, this.values.get(key)]);
      return { outputs: Object.fromEntries(outputs) };
    }
    return node.kind === "resource" || node.kind === "data"
      ? this.instancesOf(node, scope)
      : evaluatedValue(node, scope);
  }

  private async instancesOf(node: GraphNode, scope: Scope): Promise<unknown> {
    const expanded = atPlace(node.key, () => expand(node, scope));
    const addresses = expanded.expansions.map(({ suffix }) => `${node.key}${suffix}`);
    await this.convergence.removeAll(
      ({ nodeKey, address }) => nodeKey === node.key && !addresses.includes(address),
    );
    const values: unknown[] = [];
    for (const expansion of expanded.expansions) {
      const address = `${node.key}${expansion.suffix}`;
      values.push(
        node.kind === "data"
          ? await this.read(node, address, expansion.scope)
          : visibleValue(await this.convergence.converge(node, address, expansion.scope)),
      );
    }
    return expanded.join(values);
  }

  private async read(node: GraphNode, address: string, scope: Scope): Promise<Config> {
    const type = this.types.dataSources.get(node.type);
    if (type === undefined) throw new UnsupportedError(`the data source ${node.type} is not modelled`);
    const config = evaluatedArguments(node, scope);
    const attributes = await atAddress(address, () =>
      type.read(parseArguments(type, config, address), { address, stackDirectory: node.stack.directory }),
    );
    return { ...config, ...attributes };
  }
}
