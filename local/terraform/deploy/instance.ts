import type { Attributes } from "../../kernel/service";

/** A resource that exists. */
export interface Instance {
  /** With the stack and, if there are several, the key: `dev-basket/aws_sqs_queue.work["high"]`. */
  readonly address: string;
  /** Key of the node that declares it. */
  readonly nodeKey: string;
  readonly type: string;
  readonly name: string;
  readonly stack: string;
  readonly stackDirectory: string;
  /** The evaluated arguments, in Terraform's words. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The arguments as the type's schema made them. */
  readonly parsed: unknown;
  readonly attributes: Attributes;
  /** What `replace_triggered_by` came to, as text. */
  readonly triggers: string;
}

/** What exists of a deployment. */
export interface DeploymentState {
  /** By address, in the order in which they were made. */
  readonly instances: Map<string, Instance>;
  /** Replaced instances that still wait for their removal, because their successors had to come first. */
  readonly deposed: Instance[];
}

/** What an expression sees of a resource. */
export function visibleValue(instance: Instance): Readonly<Record<string, unknown>> {
  return { ...instance.config, ...instance.attributes };
}
