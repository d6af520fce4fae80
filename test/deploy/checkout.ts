import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deployableStacks } from "./deployable-stacks";
import { ROOT } from "./tools";

/** A git checkout of the repository, as the working tree is now, with its packages linked. */
export class Checkout {
  private constructor(readonly folder: string) {
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    appendFileSync(join(folder, ".git", "info", "exclude"), "node_modules\n");
  }

  /** Commits all files of the working tree to a repository of its own. */
  static create(folder: string): Checkout {
    const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
      cwd: ROOT,
      encoding: "utf8",
    });
    for (const file of listed.split("\0").filter((name) => name !== "")) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      cpSync(join(ROOT, file), join(folder, file), { force: true });
    }
    git(folder, "init", "--quiet");
    const checkout = new Checkout(folder);
    checkout.commit("the working tree");
    return checkout;
  }

  /** The same commit in another folder. */
  clone(folder: string): Checkout {
    git(this.folder, "clone", "--quiet", ".", folder);
    return new Checkout(folder);
  }

  /** Takes over what the checkout that this one was cloned from has committed since. */
  pull(): void {
    git(this.folder, "pull", "--quiet");
  }

  /** Changes a file; throws when nothing changes. */
  edit(file: string, change: (text: string) => string): void {
    const path = join(this.folder, file);
    const before = readFileSync(path, "utf8");
    const after = change(before);
    if (after === before) throw new Error(`${file} was not changed`);
    writeFileSync(path, after);
  }

  /** Commits every change. */
  commit(message: string): void {
    git(this.folder, "add", "--all");
    git(this.folder, "commit", "--quiet", "--message", message);
  }

  /**
   * Synthesizes an environment.
   * @returns the folder, for `--stacks`
   */
  async synthesize(environment: string): Promise<string> {
    const outdir = join(this.folder, "build", `${environment}-deployable`);
    await deployableStacks(outdir, { root: this.folder, environments: [environment] });
    return outdir;
  }
}

function git(cwd: string, ...args: readonly string[]): void {
  const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
  execFileSync("git", [...identity, ...args], { cwd, stdio: ["ignore", "ignore", "inherit"] });
}
