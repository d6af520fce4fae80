import { CliError } from "../cli-error";
import { LOCK_TIMEOUT, planStack, planText, SAVED_PLAN, TerraformFailure } from "../deployment/plan-stack";
import { settle } from "../deployment/settle";
import type { StackFolder } from "../deployment/stack-folders";
import { type ChangeKind, changesOf, isEmpty, kindOf } from "../terraform/plan-json";
import { runJob } from "../terraform/terraform-job";

/** How many resources of each kind of change were applied; empty when there was nothing to do. */
export type Applied = Readonly<Partial<Record<ChangeKind, number>>>;

/** What deploying needs, and who is asked and told. */
export interface DeployOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Shown what the plan does, a line for each change, before it is applied; rejects when it is not to be. */
  readonly approve: (
    stack: string,
    changes: readonly string[],
    planInFull: () => Promise<string>,
  ) => Promise<void>;
  readonly told: (stack: string, what: string) => void;
}

/**
 * Plans an initialized stack, has the plan approved, and applies that very plan.
 * @throws CliError with terraform's words when it fails
 */
export async function deployStack(stack: StackFolder, options: DeployOptions): Promise<Applied> {
  const { environment, signal, approve, told } = options;
  const { name, folder } = stack;
  if (signal.aborted) throw new CliError(`Stopped before ${name}. Run it again to go on.`);
  told(name, "planning");
  const { plan } = await planStack(stack, { environment, signal }).catch(explain(name, "planned"));
  if (isEmpty(plan)) {
    told(name, "no changes");
    return {};
  }
  const changes = changesOf(plan).map((change) => ({ kind: kindOf(change), address: change.address }));
  await approve(
    name,
    changes.map(({ kind, address }) => `  ${kind.padEnd(8)} ${address}`),
    () => planText(stack, environment),
  );

  told(name, "applying");
  const { exitCode, errors } = await runJob(["apply", LOCK_TIMEOUT, SAVED_PLAN], {
    folder,
    environment,
    signal,
    onEvent: (event) => {
      if (event.type === "apply_complete") told(name, event.hook?.resource.addr ?? "");
    },
  });
  if (exitCode !== 0) explain(name, "applied")(new TerraformFailure(errors));
  await settle(
    stack,
    changes.map(({ address }) => address),
    environment,
  );
  told(name, "applied");
  const counts: Partial<Record<ChangeKind, number>> = {};
  for (const { kind } of changes) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function explain(stack: string, participle: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof TerraformFailure)) throw error;
    const taken = /EntityAlreadyExists/.test(error.message) && /openid/i.test(error.message);
    const hint = taken
      ? '\n\nThe account has the identity provider for GitHub already, and takes only one: set githubOidcProvider of the environment to "existing".'
      : "";
    throw new CliError(`${stack} could not be ${participle}:\n\n${error.message}${hint}`);
  };
}
