import type { Expression } from "../expressions/syntax";
import type { SynthesizedStack } from "../stacks";

/** What a template declares under a name. */
export interface GraphNode {
  /** Unique over all stacks, such as `dev-basket/aws_sqs_queue.price-changes` or `dev-basket/local.name`. */
  readonly key: string;
  readonly kind: "resource" | "data" | "local" | "output" | "variable";
  readonly stack: SynthesizedStack;
  /** The Terraform type of resources and data sources, else empty. */
  readonly type: string;
  readonly name: string;
  /** Arguments of resources and data sources; of the others `value` alone. */
  readonly arguments: ReadonlyMap<string, Expression>;
  readonly meta: MetaArguments;
  /** What has to hold of a variable or before an output. */
  readonly conditions: readonly Condition[];
}

/** A block of a condition, and what is said when it does not hold. */
export interface Condition {
  /** `validation` or `precondition`. */
  readonly block: string;
  readonly holds: Expression;
  readonly message: Expression;
}

/** Arguments that Terraform itself understands, on every resource and data source. */
export interface MetaArguments {
  readonly count?: Expression;
  readonly forEach?: Expression;
  readonly dependsOn: readonly Expression[];
  /** Name of the provider's configuration, such as `aws.global`. */
  readonly provider?: string;
  readonly createBeforeDestroy: boolean;
  readonly preventDestroy: boolean;
  /** Arguments whose later changes do not count. */
  readonly ignoreChanges: readonly string[] | "all";
  /** A change of their value replaces the resource. */
  readonly replaceTriggeredBy: readonly Expression[];
}

export const NO_META: MetaArguments = {
  dependsOn: [],
  createBeforeDestroy: false,
  preventDestroy: false,
  ignoreChanges: [],
  replaceTriggeredBy: [],
};

/** Every expression of a node. */
export function expressionsOf(node: GraphNode): readonly Expression[] {
  const { count, forEach, dependsOn, replaceTriggeredBy } = node.meta;
  const conditions = node.conditions.flatMap(({ holds, message }) => [holds, message]);
  return [
    ...node.arguments.values(),
    count,
    forEach,
    ...dependsOn,
    ...replaceTriggeredBy,
    ...conditions,
  ].filter((expression) => expression !== undefined);
}

/** The type of the data source that reads another stack's outputs; the engine answers it itself. */
export const REMOTE_STATE = "terraform_remote_state";
