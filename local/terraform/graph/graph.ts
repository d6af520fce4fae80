import { functionsIn, type Reference, referencesIn } from "../expressions/references";
import type { Expression } from "../expressions/syntax";
import { functionProblem } from "../functions/function-table";
import type { SynthesizedStack } from "../stacks";
import { TerraformError } from "../terraform-error";
import { stackBehind } from "./backends";
import { knownPart, UNKNOWN } from "./configuration";
import { expressionsOf, type GraphNode, REMOTE_STATE } from "./graph-node";
import { readTemplate } from "./read-template";

/** A node that an expression refers to. */
export interface Dependency {
  readonly node: GraphNode;
  /** What follows the node's address in the reference. */
  readonly path: readonly string[];
  /** The `terraform_remote_state` that the reference goes through. */
  readonly through?: GraphNode;
}

/** Names that are no resource types. */
const BUILT_IN = ["path", "terraform", "each", "count"];

/** Everything that the stacks declare, and what depends on what. */
export class Graph {
  private readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];

  constructor(private readonly stacks: readonly SynthesizedStack[]) {
    const readings = stacks.map(readTemplate);
    this.nodes = new Map(readings.flatMap(({ nodes }) => nodes.map((node) => [node.key, node])));
    this.warnings = readings.flatMap(({ warnings }) => warnings);
    this.problems = [
      ...readings.flatMap(({ problems }) => problems),
      ...[...this.nodes.values()].flatMap((node) => this.problemsOf(node)),
    ];
  }

  get(key: string): GraphNode | undefined {
    return this.nodes.get(key);
  }

  all(): readonly GraphNode[] {
    return [...this.nodes.values()];
  }

  /** What an expression of a node refers to. */
  dependencies(node: GraphNode, expression: Expression): Dependency[] {
    return referencesIn(expression).flatMap((reference) => {
      const target = this.target(node, reference);
      if (typeof target === "string" || target === undefined) return [];
      // The validation of a variable is about itself.
      return target.node === node && node.kind === "variable" ? [] : [target];
    });
  }

  /** The outputs of the stack that a `terraform_remote_state` reads. */
  outputsBehind(node: GraphNode): readonly GraphNode[] {
    const stack = this.remoteStack(node);
    if (typeof stack === "string") return [];
    return this.all().filter((other) => other.kind === "output" && other.stack === stack);
  }

  /**
   * The nodes, each behind all that it depends on; stacks in the order of their dependencies.
   * @throws TerraformError naming a cycle
   */
  order(): GraphNode[] {
    const order = new Set<GraphNode>();
    const visit = (node: GraphNode, path: readonly GraphNode[]): void => {
      if (order.has(node)) return;
      if (path.includes(node))
        throw cycleError([...path.slice(path.indexOf(node)), node].map(({ key }) => key));
      for (const before of this.nodesBefore(node)) visit(before, [...path, node]);
      order.add(node);
    };
    for (const stack of this.stackOrder()) {
      for (const node of this.nodes.values()) if (node.stack === stack) visit(node, []);
    }
    return [...order];
  }

  private nodesBefore(node: GraphNode): GraphNode[] {
    if (node.type === REMOTE_STATE) return [...this.outputsBehind(node)];
    return expressionsOf(node).flatMap((expression) =>
      this.dependencies(node, expression).flatMap(({ node: target, through }) =>
        through === undefined ? [target] : [target, through],
      ),
    );
  }

  private stackOrder(): SynthesizedStack[] {
    const order = new Set<SynthesizedStack>();
    const visit = (stack: SynthesizedStack, path: readonly SynthesizedStack[]): void => {
      if (order.has(stack)) return;
      if (path.includes(stack))
        throw cycleError([...path.slice(path.indexOf(stack)), stack].map(({ name }) => name));
      for (const before of this.stacks.filter(({ name }) => stack.dependencies.includes(name))) {
        visit(before, [...path, stack]);
      }
      order.add(stack);
    };
    for (const stack of this.stacks) visit(stack, []);
    return [...order];
  }

  private problemsOf(node: GraphNode): string[] {
    const expressions = expressionsOf(node);
    const functions = functionsIn(expressions);
    const wrong = new Set(
      expressions
        .flatMap((expression) => referencesIn(expression))
        .map((reference) => this.target(node, reference))
        .filter((target) => typeof target === "string"),
    );
    const remote = node.type === REMOTE_STATE ? this.remoteStack(node) : undefined;
    return [
      ...[...functions].map(functionProblem).filter((problem) => problem !== undefined),
      ...wrong,
      ...(typeof remote === "string" ? [remote] : []),
    ].map((problem) => `${node.key}: ${problem}`);
  }

  /** @returns a text for references that lead nowhere, undefined for those to what is always there */
  private target(node: GraphNode, { root, path }: Reference): Dependency | string | undefined {
    if (BUILT_IN.includes(root)) return undefined;
    if (root === "module" || root === "self") return `the local cloud does not model references to ${root}`;
    const length = root === "data" ? 2 : 1;
    const address = [root, ...path.slice(0, length)].join(".");
    if (path.length < length) return `${address} is no complete reference`;
    const found = this.nodes.get(`${node.stack.name}/${address}`);
    if (found === undefined) return `refers to ${address}, which the stack does not declare`;
    const rest = path.slice(length);
    return found.type === REMOTE_STATE ? this.remoteOutput(found, rest) : { node: found, path: rest };
  }

  /** An output of another stack is depended on by itself, not with all others of its stack. */
  private remoteOutput(remote: GraphNode, path: readonly string[]): Dependency | string {
    const [outputs, name, ...rest] = path;
    if (outputs !== "outputs" || name === undefined) return { node: remote, path };
    const stack = this.remoteStack(remote);
    if (typeof stack === "string") return { node: remote, path };
    const output = this.nodes.get(`${stack.name}/output.${name}`);
    if (output === undefined) return `the stack ${stack.name} has no output "${name}"`;
    return { node: output, path: rest, through: remote };
  }

  private remoteStack(node: GraphNode): SynthesizedStack | string {
    const body = Object.fromEntries(
      [...node.arguments]
        .map(([name, expression]) => [name, knownPart(expression)] as const)
        .filter(([, value]) => value !== UNKNOWN),
    );
    return stackBehind(body, node.stack, this.stacks);
  }
}

function cycleError(path: readonly string[]): TerraformError {
  return new TerraformError(
    `these depend on each other in a circle: ${path.join(" → ")}; break it at one place`,
  );
}
