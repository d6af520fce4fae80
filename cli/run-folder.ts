import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join, sep } from "node:path";
import { synthesizeTo } from "./synthesis";

/** What the name of a run's folder ends with: the id of its process. */
const PROCESS_ID = /-(\d+)$/;

/**
 * The synthesized stacks of one running local cloud. The folder belongs to this process, and a synthesis adds to it
 * without disturbing the code that functions run from it: a cloud goes on when new stacks turn out to be broken.
 */
export class RunFolder {
  private readonly runs: string;
  private readonly folder: string;

  /**
   * Removes what processes that are gone have left.
   * @param root - the folder of the project
   */
  constructor(
    private readonly root: string,
    private readonly environment: string,
  ) {
    this.runs = join(root, "build", "local");
    this.folder = join(this.runs, `${environment}-${process.pid}`);
    this.removeLeftovers();
  }

  /**
   * Synthesizes the environment.
   * @param codeFolders - what functions still run code from; code from earlier syntheses goes but for these
   * @returns the folder of the synthesized stacks, which is always the same
   * @throws CliError with the app's own words when it fails; everything is as it was then
   */
  async synthesize(codeFolders: readonly string[] = []): Promise<string> {
    const [draft, current] = [join(this.folder, "draft"), join(this.folder, "current")];
    try {
      await synthesizeTo(this.root, draft, this.environment);
      removeBut(codeFolders, current);
      moveInto(current, draft);
      return current;
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }

  /** Removes everything; functions must have ended. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private removeLeftovers(): void {
    mkdirSync(this.runs, { recursive: true });
    for (const name of readdirSync(this.runs)) {
      const pid = Number(PROCESS_ID.exec(name)?.[1]);
      // Folders without a process are of a time when all runs shared one.
      if (isOther(pid) && isRunning(pid)) continue;
      rmSync(join(this.runs, name), { recursive: true, force: true });
    }
  }
}

function isOther(pid: number): boolean {
  return pid > 0 && pid !== process.pid;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be signalled, but is there.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Removes everything in a folder that is not in one of the folders to keep. */
function removeBut(kept: readonly string[], folder: string): void {
  for (const name of entriesOf(folder)) {
    const path = join(folder, name);
    if (kept.includes(path)) continue;
    if (kept.some((one) => one.startsWith(path + sep))) removeBut(kept, path);
    else rmSync(path, { recursive: true, force: true });
  }
}

/** Moves a folder's content into another. By renaming: who reads a file meanwhile reads all of it, old or new. */
function moveInto(target: string, source: string): void {
  mkdirSync(target, { recursive: true });
  const present = new Set(entriesOf(target));
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const [from, to] = [join(source, entry.name), join(target, entry.name)];
    if (entry.isDirectory() && present.has(entry.name)) moveInto(to, from);
    else renameSync(from, to);
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
