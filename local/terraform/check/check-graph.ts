import type { Kernel } from "../../kernel/kernel";
import type { Graph } from "../graph/graph";
import { type GraphNode, REMOTE_STATE } from "../graph/graph-node";
import { awsProviders, type ProviderSettings } from "../provider";
import type { SynthesizedStack } from "../stacks";
import { argumentProblems } from "./check-arguments";
import { forEachProblem } from "./for-each";
import type { TypeTable } from "./type-table";

/** Where the resources would be made. */
type Place = Pick<Kernel, "region" | "accountId">;

/** Everything in the stacks that the local cloud cannot do, each with its address. */
export function graphProblems(
  graph: Graph,
  stacks: readonly SynthesizedStack[],
  types: TypeTable,
  place: Place,
): string[] {
  return [
    ...stacks.flatMap((stack) => providerProblems(stack, place)),
    ...graph.problems,
    ...graph
      .all()
      .flatMap((node) => nodeProblems(node, graph, types, place).map((problem) => `${node.key}: ${problem}`)),
  ];
}

function nodeProblems(node: GraphNode, graph: Graph, types: TypeTable, place: Place): string[] {
  const forEach = forEachProblem(node, graph);
  return [...(forEach === undefined ? [] : [forEach]), ...typeProblems(node, types, place)];
}

function typeProblems(node: GraphNode, types: TypeTable, place: Place): string[] {
  if (node.kind === "data") {
    if (node.type === REMOTE_STATE) return [];
    const type = types.dataSources.get(node.type);
    return type === undefined
      ? [`the local cloud does not model the data source ${node.type}`]
      : argumentProblems(node, type);
  }
  if (node.kind !== "resource") return [];
  const type = types.resources.get(node.type);
  if (type === undefined) return [`the local cloud does not model the resource type ${node.type}`];
  return [...aliasProblems(node, place), ...argumentProblems(node, type)];
}

/** The provider refuses accounts that are not its own, as AWS's provider does. */
function providerProblems(stack: SynthesizedStack, place: Place): string[] {
  return awsProviders(stack)
    .filter(({ alias }) => alias === undefined)
    .flatMap((settings) => [
      ...(settings.accountIds.length === 0 || settings.accountIds.includes(place.accountId)
        ? []
        : [`${stack.name}: its provider does not allow the account ${place.accountId} of this local cloud`]),
      ...regionProblem(settings, place).map((problem) => `${stack.name}: ${problem}`),
    ]);
}

function aliasProblems(node: GraphNode, place: Place): string[] {
  const alias = node.meta.provider?.split(".")[1];
  if (alias === undefined) return [];
  const settings = awsProviders(node.stack).find((provider) => provider.alias === alias);
  return settings === undefined
    ? [`there is no configuration ${node.meta.provider} of the provider`]
    : regionProblem(settings, place);
}

function regionProblem({ region }: ProviderSettings, place: Place): string[] {
  return region === undefined || region === place.region
    ? []
    : [`a provider works in ${region}, and this local cloud is one region, ${place.region}`];
}
