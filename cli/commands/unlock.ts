import { join } from "node:path";
import { ask, canAsk } from "../approval";
import { CliError } from "../cli-error";
import { selectStacks } from "../deployment/stack-folders";
import { type StateLock, StateStore } from "../deployment/state-store";
import { openTarget, type TargetOptions } from "../deployment/target";
import { startProgress } from "../progress";

/** What `unlock` is asked to do. */
export interface UnlockCommandOptions extends Omit<TargetOptions, "stacks"> {
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
  const target = { ...options, stacks: [options.stack] };
  const { outdir, values } = await openTarget(root, folder, target, startProgress());
  const [stack] = selectStacks(outdir, environment, [options.stack]).map(({ name }) => name);
  if (stack === undefined) throw new Error(`no stack ${options.stack}`);
  const store = new StateStore(values);
  try {
    const lock = await store.lock(stack);
    if (lock === undefined) throw new CliError(`Nobody holds the lock on the state of ${stack}.`);
    if (id !== undefined && id !== lock.ID) {
      throw new CliError(`The lock on the state of ${stack} is not the one you name: ${holder(lock)}`);
    }
    process.stderr.write(
      `${holder(lock)}\nTwo terraforms at once would ruin the state: make sure that this one is dead.\n`,
    );
    if (id === undefined) {
      await confirm(stack, lock);
      await requireSameLock(store, stack, lock);
    }
    await store.unlock(stack);
    process.stdout.write(`The state of ${stack} is free.\n`);
  } finally {
    store.close();
  }
}

async function confirm(stack: string, { ID }: StateLock): Promise<void> {
  if (!canAsk()) throw new CliError(`Nobody can be asked here; name the lock by --id ${ID}`);
  if (!(await ask(`Type "${stack}" to take the lock away: `, stack))) {
    throw new CliError("The lock was left.");
  }
}

/** While a person thinks, the holder can end after all, and another terraform begin. */
async function requireSameLock(store: StateStore, stack: string, { ID }: StateLock): Promise<void> {
  const now = await store.lock(stack);
  if (now?.ID === ID) return;
  const what = now === undefined ? "Nobody holds it any more." : `Now ${holder(now)}`;
  throw new CliError(`The lock on the state of ${stack} is no longer the one you were asked about. ${what}`);
}

function holder({ Who, Created, Operation, ID }: StateLock): string {
  return `${Who} holds it since ${Created} for ${Operation}; its id is ${ID}.`;
}
