import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ManifestStack, readManifest } from "../synthesized-stacks";
import { inOrder } from "../terraform/in-order";
import { initArguments } from "../terraform/init-arguments";
import { findProviderSource } from "../terraform/provider-source";
import { requireTerraform } from "../terraform/require-terraform";
import { Terraform } from "../terraform/terraform";
import { liftDeletionProtection } from "./deletion-protection";
import { copyStack } from "./deployable-copy";
import { type Moto, providerEnvironment, startMoto } from "./moto";
import { requireMoto } from "./require-moto";
import { STEPS, type Step } from "./steps";

/** How a stack fared. */
export interface StackResult {
  readonly stack: string;
  /** Seconds per step that was taken. */
  readonly seconds: Partial<Record<Step, number>>;
  resources: number;
  /** The step that failed, with terraform's words. */
  failure?: { readonly step: Step; readonly output: string };
}

/** What to verify. */
export interface VerifyOptions {
  readonly root: string;
  readonly outdir: string;
  readonly workdir: string;
  readonly environments: readonly string[];
  /** The last step to take; `destroy` takes them all. */
  readonly until: Step;
  /** Told whenever a stack begins a step or has ended. */
  readonly progress: (stack: string, step: Step | "done" | "failed") => void;
}

interface Job {
  readonly stack: ManifestStack;
  readonly folder: string;
  readonly terraform: Terraform;
  readonly result: StackResult;
}

const APPROVE = ["-auto-approve", "-input=false", "-no-color"];

/**
 * Applies and destroys every stack of the environments with the real terraform, side by side where the
 * dependencies allow it.
 * @throws CliError when terraform, moto or the provider is missing
 */
export async function verify(options: VerifyOptions): Promise<readonly StackResult[]> {
  mkdirSync(options.workdir, { recursive: true });
  await requireTerraform();
  const needsServer = STEPS.indexOf(options.until) > STEPS.indexOf("validate");
  const python = needsServer ? await requireMoto() : undefined;
  const source = await findProviderSource(options.workdir);
  const stacks = readManifest(options.outdir);
  const results = await Promise.all(
    options.environments.map(async (environment) => {
      const own = stacks.filter(({ name }) => name.startsWith(`${environment}-`));
      const folder = join(options.workdir, environment);
      mkdirSync(folder, { recursive: true });
      const moto =
        python === undefined
          ? undefined
          : await startMoto(
              options.root,
              python,
              accountOf(options.outdir, own),
              join(folder, "requests.jsonl"),
            );
      try {
        return await verifyEnvironment(own, moto, source, folder, options);
      } finally {
        await moto?.stop();
      }
    }),
  );
  return results.flat();
}

async function verifyEnvironment(
  stacks: readonly ManifestStack[],
  moto: Moto | undefined,
  source: Awaited<ReturnType<typeof findProviderSource>>,
  folder: string,
  options: VerifyOptions,
): Promise<readonly StackResult[]> {
  const environment = providerEnvironment(moto?.endpoint ?? "http://127.0.0.1:9", source.cliConfig);
  const jobs = stacks.map((stack): Job => {
    const copy = { stateFolder: join(folder, "state"), hasArchiveProvider: source.hasArchiveProvider };
    const target = copyStack(options.outdir, stack, join(folder, stack.name), copy);
    const result: StackResult = { stack: stack.name, seconds: {}, resources: 0 };
    return { stack, folder: target, terraform: new Terraform(target, environment), result };
  });
  const nameOf = (job: Job) => job.stack.name;
  await inOrder(
    jobs,
    nameOf,
    (job) => job.stack.dependencies,
    (job) => build(job, options),
  );
  if (options.until === "destroy") {
    const dependents = (job: Job) =>
      jobs.filter(({ stack }) => stack.dependencies.includes(job.stack.name)).map(({ stack }) => stack.name);
    await inOrder(jobs, nameOf, dependents, (job) => tearDown(job, options));
  }
  for (const { result } of jobs)
    options.progress(result.stack, result.failure === undefined ? "done" : "failed");
  return jobs.map(({ result }) => result);
}

async function build(job: Job, options: VerifyOptions): Promise<void> {
  const wanted = (step: Step) => STEPS.indexOf(step) <= STEPS.indexOf(options.until);
  const { terraform } = job;
  await take(job, "init", options, () => terraform.run(...initArguments(job.folder)));
  await take(job, "validate", options, () => terraform.run("validate", "-no-color"));
  if (options.until === "plan") {
    await take(job, "plan", options, () => terraform.run("plan", "-input=false", "-no-color"));
  }
  if (!wanted("apply")) return;
  await take(job, "apply", options, () => terraform.run("apply", ...APPROVE));
  const { output } = await terraform.run("state", "list");
  job.result.resources = output.split("\n").filter((line) => line !== "" && !line.startsWith("data.")).length;
  if (!wanted("second plan")) return;
  await take(job, "second plan", options, () =>
    terraform.run("plan", "-detailed-exitcode", "-input=false", "-no-color"),
  );
}

async function tearDown(job: Job, options: VerifyOptions): Promise<void> {
  if (job.result.seconds.apply === undefined) return;
  if (liftDeletionProtection(job.folder)) {
    await take(job, "unlock", options, () => job.terraform.run("apply", ...APPROVE), true);
  }
  await take(job, "destroy", options, () => job.terraform.run("destroy", ...APPROVE), true);
}

async function take(
  { result, stack }: Job,
  step: Step,
  options: VerifyOptions,
  run: () => ReturnType<Terraform["run"]>,
  evenAfterFailure = false,
): Promise<void> {
  if (result.failure !== undefined && !evenAfterFailure) return;
  options.progress(stack.name, step);
  const { exitCode, output, seconds } = await run();
  result.seconds[step] = seconds;
  if (exitCode !== 0) result.failure ??= { step, output };
}

/** The account that the stacks' provider allows, which the server must claim to be. */
function accountOf(outdir: string, stacks: readonly ManifestStack[]): string {
  const [first] = stacks;
  if (first === undefined) return "";
  const template = JSON.parse(readFileSync(join(outdir, first.synthesizedStackPath), "utf8")) as {
    provider: { aws: { allowed_account_ids: string[] }[] };
  };
  return template.provider.aws[0]?.allowed_account_ids[0] ?? "";
}
