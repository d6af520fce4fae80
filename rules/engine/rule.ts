import type { StackView } from "./stack-view";

/** What an environment asks of its stacks; an environment's values have all of it. */
export interface RuleSettings {
  /** Name of the environment. Stacks of one environment see each other's resources. */
  readonly name: string;
  /** Whether CloudWatch alarms are created. */
  readonly alarms: boolean;
  /** The share of requests that X-Ray records; none at 0. */
  readonly tracingShare: number;
  /** Whether what holds data refuses to be deleted. */
  readonly deletionProtection: boolean;
  /** Whether tables can be restored to any second of the last 35 days. */
  readonly pointInTimeRecovery: boolean;
  /** Quotas in which the account differs from AWS's defaults, by their id in docs/prices.md. */
  readonly accountQuotas: Readonly<Record<string, number>>;
}

/** A place in a stack. */
export interface Place {
  /** Path of the construct: `dev-basket/price-changes/queue/queue`. */
  readonly path: string;
  /** Address in Terraform: `aws_sqs_queue.price-changes_queue_01CD46D9`. */
  readonly address: string;
}

/** One place where a rule is broken. */
export interface Breach {
  readonly at: Place;
  /** What is wrong there, with the value that was found; a sentence that the place is the subject of. */
  readonly detail: string;
}

/** Something that every synthesized stack is held to. */
export interface Rule {
  /** Kebab-case; what a waiver names. */
  readonly id: string;
  /** What it asks, in one sentence. */
  readonly title: string;
  /** What goes wrong otherwise. */
  readonly why: string;
  /** The page of AWS's documentation that says so. */
  readonly source: { readonly title: string; readonly url: string };
  /** How to hold to it. */
  readonly mend: string;
  /** Finds where a stack breaks it. What cannot be known before Terraform runs is no breach. */
  check(stack: StackView): Iterable<Breach>;
}
