import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { BOOTSTRAP_STACKS } from "../bootstrap-stacks";
import { CliError } from "../cli-error";
import { copyStacks, initialize, type StackFolder, selectStacks } from "../deployment/stack-folders";
import { StateStore } from "../deployment/state-store";
import type { EnvironmentValues } from "../environment-values";
import { Terraform } from "../terraform/terraform";
import { importResources, useStateHere, useStateInBucket } from "./backend-override";
import { type Applied, type DeployOptions, deployStack } from "./deploy-stack";
import { existingParts } from "./existing-bucket";
import { findBucket } from "./find-bucket";

/** What bootstrapping needs. */
export interface BootstrapSettings extends DeployOptions {
  readonly values: EnvironmentValues;
  /** The folder of the synthesized stacks. */
  readonly outdir: string;
  /** Kept between runs: it has the state of the bucket until the bucket has it. */
  readonly workdir: string;
}

/** What was done. */
export interface Bootstrapped {
  /** By the names of the stacks. */
  readonly stacks: Readonly<Record<string, Applied>>;
  /** The stacks' outputs, by their names. */
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Deploys the state bucket and the pipeline's roles. The state of the bucket is kept on this machine until the bucket is
 * there to hold it. It can be run again at any time, and goes on where it was interrupted.
 * @throws CliError when the bucket is somebody else's or terraform fails
 */
export async function bootstrap(settings: BootstrapSettings): Promise<Bootstrapped> {
  const { values, outdir, workdir, environment, told } = settings;
  const exists = await findBucket(values);
  const names = BOOTSTRAP_STACKS.map((stack) => `${values.name}-${stack}`);
  const [state, pipeline] = copyStacks(
    outdir,
    join(workdir, "stacks"),
    names.flatMap((name) => selectStacks(outdir, values.name, [name])),
  );
  if (state === undefined || pipeline === undefined) throw new Error(`${names.join(" and ")} are not there`);

  const store = new StateStore(values);
  try {
    const applied = { [state.name]: await deployState(state, exists, store, settings) };
    await initialize([pipeline], environment, (stack) => told(stack, "initializing"));
    applied[pipeline.name] = await deployStack(pipeline, settings);
    const states = await Promise.all([store.state(state.name), store.state(pipeline.name)]);
    const outputs = states.flatMap((each) => Object.entries(each?.outputs ?? {}));
    return {
      stacks: applied,
      outputs: Object.fromEntries(outputs.map(([name, { value }]) => [name, String(value)])),
    };
  } finally {
    store.close();
  }
}

/** Deploys the bucket, and sees to it that its state ends up in it. */
async function deployState(
  stack: StackFolder,
  exists: boolean,
  store: StateStore,
  settings: BootstrapSettings,
): Promise<Applied> {
  const { workdir, values, environment, told } = settings;
  const stateFile = join(workdir, `${stack.name}.tfstate`);
  if (!exists) {
    mkdirSync(workdir, { recursive: true });
    useStateHere(stack.folder, stateFile);
    await initialize([stack], environment, (name) => told(name, "initializing"));
    const applied = await deployStack(stack, settings);
    await moveState(stack, stateFile, store, settings);
    return applied;
  }

  const kept = (await store.state(stack.name)) !== undefined;
  if (!kept && existsSync(stateFile)) {
    told(stack.name, "an earlier run was interrupted, going on from the state that it left here");
    useStateHere(stack.folder, stateFile);
    await initialize([stack], environment, (name) => told(name, "initializing"));
    await moveState(stack, stateFile, store, settings);
  } else {
    if (!kept) {
      told(stack.name, `${values.stateBucket} exists and nothing knows its state, taking it over`);
      importResources(stack.folder, await existingParts(stack, values), values.stateBucket);
    }
    await initialize([stack], environment, (name) => told(name, "initializing"));
  }
  return deployStack(stack, settings);
}

/** Moves the state of an initialized stack from this machine into the bucket. */
async function moveState(
  { name, folder }: StackFolder,
  stateFile: string,
  store: StateStore,
  { environment, told, values }: BootstrapSettings,
): Promise<void> {
  told(name, `moving its state into ${values.stateBucket}`);
  useStateInBucket(folder);
  const { exitCode, output } = await new Terraform(folder, environment).run(
    "init",
    "-migrate-state",
    "-force-copy",
    "-input=false",
    "-no-color",
  );
  if (exitCode !== 0 || (await store.state(name)) === undefined) {
    throw new CliError(
      `The state of ${name} could not be moved into ${values.stateBucket}; it is kept in ${stateFile}. ` +
        `Run it again to go on.\n\n${output.trim()}`,
    );
  }
  for (const file of [stateFile, `${stateFile}.backup`]) rmSync(file, { force: true });
}
