import { join } from "node:path";
import { ask, canAsk } from "../approval";
import { CliError } from "../cli-error";
import { selectStacks } from "../deployment/stack-folders";
import { StateStore } from "../deployment/state-store";
import { openTarget, type TargetOptions } from "../deployment/target";
import { startProgress } from "../progress";

/** What `unlock` is asked to do. */
export interface UnlockCommandOptions extends TargetOptions {
  readonly stack: string;
  /** The lock's id, for scripts; absent to ask at the terminal. */
  readonly id: string | undefined;
}

/**
 * Takes away the lock on a stack's state that a killed terraform has left.
 * @param root - the folder of the project
 * @throws CliError when nobody holds the lock, somebody else does, or nobody confirms
 */
export async function unlock(root: string, options: UnlockCommandOptions): Promise<void> {
  const { environment, id } = options;
  const folder = join(root, "build", "unlock", environment);
  const { outdir, values } = await openTarget(root, folder, options, startProgress());
  const [stack] = selectStacks(outdir, environment, [options.stack]).map(({ name }) => name);
  if (stack === undefined) throw new Error(`no stack ${options.stack}`);
  const store = new StateStore(values);
  try {
    const lock = await store.lock(stack);
    if (lock === undefined) throw new CliError(`Nobody holds the lock on the state of ${stack}.`);
    const holder = `${lock.Who} holds it since ${lock.Created} for ${lock.Operation}; its id is ${lock.ID}.`;
    if (id !== undefined && id !== lock.ID) {
      throw new CliError(`The lock on the state of ${stack} is not the one you name: ${holder}`);
    }
    process.stderr.write(
      `${holder}\nTwo terraforms at once would ruin the state: make sure that this one is dead.\n`,
    );
    if (id === undefined) {
      if (!canAsk()) throw new CliError(`Nobody can be asked here; name the lock by --id ${lock.ID}`);
      if (!(await ask(`Type "${stack}" to take the lock away: `, stack)))
        throw new CliError("The lock was left.");
    }
    await store.unlock(stack);
    process.stdout.write(`The state of ${stack} is free.\n`);
  } finally {
    store.close();
  }
}
