import { execFile } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");

/** What the app command needs of the repository, besides node_modules. */
const SOURCES = [
  "main.ts",
  "environments",
  "stacks",
  "modules",
  "rules",
  "services",
  "cli",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "tsconfig.app.json",
];

/** How the app command ended. */
export interface AppResult {
  readonly exitCode: number;
  readonly stderr: string;
}

/** The sources of the repository in another folder, with its packages linked. */
export class RepositoryCopy {
  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    for (const source of SOURCES) cpSync(join(root, source), join(folder, source), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  }

  /** Runs the app command of cdktf.json. */
  runApp(
    environments: readonly string[] = [],
    variables: Readonly<Record<string, string>> = {},
  ): Promise<AppResult> {
    const { CDKTF_OUTDIR: _, ...env } = process.env;
    const options = { cwd: this.folder, env: { ...env, ...variables } };
    return new Promise((resolve) => {
      execFile(process.execPath, ["cli/app.mjs", ...environments], options, (error, _stdout, stderr) => {
        resolve({ exitCode: error === null ? 0 : Number(error.code), stderr });
      });
    });
  }
}
