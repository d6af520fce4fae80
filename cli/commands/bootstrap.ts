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

/** What stands in for values of the files here, and has to do so in GitHub's workflows: variables by their names. */
function overrides({ name }: EnvironmentValues): Readonly<Record<string, string>> {
  const prefix = `PLATFORM_${name.toUpperCase()}_`;
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([variable, value = ""]) =>
      variable.startsWith(prefix) && value !== "" ? [[variable, value]] : [],
    ),
  );
}

function asJson(values: EnvironmentValues, done: Bootstrapped) {
  const { name: environment, accountId, region, stateBucket } = values;
  return {
    environment,
    accountId,
    region,
    stateBucket,
    stacks: done.stacks,
    planRoleArn: done.outputs["plan_role_arn"],
    applyRoleArn: done.outputs["apply_role_arn"],
    variables: overrides(values),
  };
}

function report(values: EnvironmentValues, done: Bootstrapped): string {
  const { name } = values;
  const stacks = Object.entries(done.stacks).map(([stack, applied]) => `${stack}: ${inWords(applied)}`);
  const settings = Object.entries({ ...overrides(values), PLATFORM_PIPELINE: "on" }).map(
    ([variable, value]) => `  gh variable set ${variable} --body ${value}`,
  );
  return [
    ...stacks,
    "",
    `Plans as   ${done.outputs["plan_role_arn"]}`,
    `Applies as ${done.outputs["apply_role_arn"]}`,
    "",
    "When all environments are made, tell GitHub's workflows, as variables of the repository:",
    "",
    ...settings,
    "",
    `Before that, make the environment "${name}" in the repository's settings, whose jobs may take on the apply role;`,
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
