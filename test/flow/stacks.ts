import { loadSystemStacks } from "../../cli/system-stacks";
import type { PolicyDocument, PolicyStatement } from "../../local/kernel/policy";
import type { SynthesizedStack } from "../../local/terraform/stacks";
import { SYNTHESIZED_STACKS } from "../synthesized-stacks";

/** The synthesized stacks that the local cloud runs of an environment, free to be changed by the test. */
export function stacks(environment: string): SynthesizedStack[] {
  return loadSystemStacks(SYNTHESIZED_STACKS, environment);
}

/** Which policy statement a test takes away. */
export interface StatementChoice {
  readonly stack: string;
  /** `aws_iam_role_policy` for what a function may do, `aws_sqs_queue` for what may be done to a queue. */
  readonly type: "aws_iam_role_policy" | "aws_sqs_queue";
  /** What the resource's name in the template begins with. */
  readonly resource: string;
  readonly action: string;
}

/**
 * The stacks without one statement, as if a grant had been forgotten.
 * @throws Error when there is no such statement, so that a test cannot pass by removing nothing
 */
export function withoutStatement(
  all: readonly SynthesizedStack[],
  choice: StatementChoice,
): SynthesizedStack[] {
  let removed = 0;
  const changed = structuredClone(all) as SynthesizedStack[];
  const resources = changed.find(({ name }) => name === choice.stack)?.template.resource?.[choice.type] ?? {};
  for (const [name, body] of Object.entries(resources)) {
    if (!name.startsWith(choice.resource)) continue;
    const policy = JSON.parse(String(body["policy"])) as PolicyDocument;
    const statements = [policy.Statement].flat() as PolicyStatement[];
    const kept = statements.filter(
      ({ Effect, Action }) => Effect === "Deny" || ![Action].flat().includes(choice.action),
    );
    removed += statements.length - kept.length;
    (body as Record<string, unknown>)["policy"] = JSON.stringify({ ...policy, Statement: kept });
  }
  if (removed !== 1)
    throw new Error(`${removed} statements allow ${choice.action} on ${choice.resource}, not one`);
  return changed;
}
