import { join } from "node:path";
import { ask, canAsk } from "../approval";
import { type Bootstrapped, bootstrap as deployBootstrap } from "../bootstrap/bootstrap";
import type { Applied, DeployOptions } from "../bootstrap/deploy-stack";
import { CliError } from "../cli-error";
import { openTarget, type TargetOptions } from "../deployment/target";
import { terraformEnvironment } from "../deployment/terraform-environment";
import type { EnvironmentValues } from "../environment-values";
import { NEEDS_APPROVAL } from "../exit-codes";
import { startProgress } from "../progress";
import { stopSignal } from "../stop-signal";

/** What `bootstrap` is asked to do. */
export interface BootstrapCommandOptions extends TargetOptions {
  /** Apply without asking. */
  readonly yes: boolean;
  readonly json: boolean;
}

/**
 * Makes in an account what a pipeline needs: the state bucket, and roles for GitHub's workflows.
 * @param root - the folder of the project
 * @throws CliError when terraform is missing, the credentials are another account's, a change was not approved, or
 * terraform fails
 */
export async function bootstrap(root: string, options: BootstrapCommandOptions): Promise<void> {
  const { environment: name, yes, json } = options;
  const told = startProgress();
  const folder = join(root, "build", "bootstrap");
  const { outdir, values } = await openTarget(root, join(folder, name), options, told);
  const stop = stopSignal("Stopping: what is under way is finished, nothing else is begun.");
  try {
    const done = await deployBootstrap({
      values,
      outdir,
      // By account, so that the state of a bucket elsewhere is never taken for this one's.
      workdir: join(folder, `${name}-${values.accountId}`),
      environment: terraformEnvironment(root),
      signal: stop.signal,
      told,
      approve: approval(values, yes, stop.signal),
    });
    process.stdout.write(json ? `${JSON.stringify(asJson(values, done))}\n` : report(values, done));
  } finally {
    stop.release();
  }
}

/** Shows what will be done and asks whoever sits at the terminal. */
function approval(values: EnvironmentValues, yes: boolean, signal: AbortSignal): DeployOptions["approve"] {
  return async (stack, changes, planInFull) => {
    const { accountId, region } = values;
    const shown = !yes && canAsk() ? await planInFull() : `${changes.join("\n")}\n`;
    process.stderr.write(`\n${shown}\n`);
    if (yes) return;
    if (!canAsk()) {
      throw new CliError(
        `${stack} would be changed like this. It was not, for there is no terminal to ask at; --yes applies it.`,
        NEEDS_APPROVAL,
      );
    }
    const question = `Type "${stack}" to apply this to account ${accountId}, ${region}: `;
    if (!(await ask(question, stack, signal))) {
      throw new CliError(`${stack} was not changed.`, NEEDS_APPROVAL);
    }
  };
}

/** What GitHub's workflows have to be told, by the names of GitHub's variables. */
function variables(values: EnvironmentValues, { outputs }: Bootstrapped): Readonly<Record<string, string>> {
  const prefix = `PLATFORM_${values.name.toUpperCase()}`;
  return {
    [`${prefix}_ACCOUNT_ID`]: values.accountId,
    [`${prefix}_REGION`]: values.region,
    [`${prefix}_STATE_BUCKET`]: values.stateBucket,
    [`${prefix}_GITHUB_OIDC_PROVIDER`]: values.githubOidcProvider,
    [`${prefix}_PLAN_ROLE_ARN`]: outputs["plan_role_arn"] ?? "",
    [`${prefix}_APPLY_ROLE_ARN`]: outputs["apply_role_arn"] ?? "",
  };
}

function asJson(values: EnvironmentValues, done: Bootstrapped) {
  const { name: environment, accountId, region, stateBucket } = values;
  return {
    environment,
    accountId,
    region,
    stateBucket,
    stacks: done.stacks,
    variables: variables(values, done),
  };
}

function report(values: EnvironmentValues, done: Bootstrapped): string {
  const { name } = values;
  const stacks = Object.entries(done.stacks).map(([stack, applied]) => `${stack}: ${inWords(applied)}`);
  const settings = Object.entries(variables(values, done)).map(
    ([variable, value]) => `  gh variable set ${variable} --body ${value}`,
  );
  return [
    ...stacks,
    "",
    "Tell GitHub's workflows, as variables of the repository:",
    "",
    ...settings,
    "",
    `Then make the environment "${name}" in the repository's settings, whose jobs may take on the apply role;`,
    "give it reviewers where somebody has to agree to each deployment.",
    "",
    `Next: npx platform plan ${name}`,
    "",
  ].join("\n");
}

function inWords(applied: Applied): string {
  const counts = Object.entries(applied).map(([kind, count]) => `${count} ${kind}`);
  return counts.length === 0 ? "no changes" : counts.join(", ");
}
