import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Comparison, compareStacks } from "../compat/compare-stacks";
import { CONTINUATION, wayOut } from "../compat/continuation";
import { npm } from "../compat/npm";
import { copyInstalled, copySources } from "../compat/project-copy";
import { type Progress, startProgress } from "../progress";
import { synthesizeTo } from "../synthesis";
import { terminalTable } from "../table";

/** As many differences are shown of each stack. */
const SHOWN = 5;

/**
 * Takes the way out of CDKTF in a copy of the project, and compares what both synthesize.
 * @returns the exit code: 0 when nothing differs but the tool's own metadata, else 1
 * @throws CliError with code 3 when the npm registry cannot be reached
 */
export async function compat(root: string, options: { readonly json: boolean }): Promise<number> {
  const told = startProgress();
  const workdir = mkdtempSync(join(tmpdir(), "compat-"));
  let differs = false;
  try {
    const [before, after] = [join(workdir, "cdktf"), join(workdir, CONTINUATION.name)];
    const settings = await takeWayOut(root, join(workdir, "project"), told);
    told("both", "synthesizing");
    await Promise.all([synthesizeTo(root, before), synthesizeTo(join(workdir, "project"), after)]);
    const comparisons = compareStacks(before, after);
    differs = comparisons.some(({ differences }) => differences.length > 0);
    const { name, version } = CONTINUATION;
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ continuation: `${name}@${version}`, same: !differs, settings, comparisons })}\n`
        : report(comparisons, settings),
    );
    if (differs) process.stderr.write(`Both syntheses are kept in ${before} and ${after}\n`);
    return differs ? 1 : 0;
  } finally {
    rmSync(differs ? join(workdir, "project") : workdir, { recursive: true, force: true });
  }
}

/** @returns what was changed in the package.json of the copy */
async function takeWayOut(root: string, project: string, told: Progress): Promise<readonly string[]> {
  const { name, version } = CONTINUATION;
  mkdirSync(project);
  await copySources(root, project);
  // Before anything that takes long, to know whether there is a registry.
  told(name, "asking the registry");
  await npm(project, "view", `${name}@${version}`, "version", "--fetch-retries=0");
  const { dependencies } = JSON.parse(readFileSync(join(project, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  const settings = wayOut(dependencies);
  await npm(project, "pkg", "set", ...settings);
  told(name, "copying what is installed");
  await copyInstalled(root, project);
  told(name, "installing in place of cdktf");
  await npm(project, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
  return settings;
}

function report(comparisons: readonly Comparison[], settings: readonly string[]): string {
  const { name, version } = CONTINUATION;
  const table = terminalTable(["", `with ${name} ${version}`]);
  for (const { name: stack, differences } of comparisons) {
    table.push([stack, differences.length === 0 ? "the same" : `differs in ${differences.length} places`]);
  }
  const details = comparisons.flatMap(({ name: stack, differences }) => [
    ...differences
      .slice(0, SHOWN)
      .map(({ at, before, after }) => `\n${stack}, ${at}\n  cdktf: ${before}\n  ${name}: ${after}\n`),
    ...(differences.length > SHOWN ? [`\n${stack}: and ${differences.length - SHOWN} more\n`] : []),
  ]);
  const ending =
    details.length > 0
      ? details.join("")
      : `\nThe way from cdktf to ${name} is open:\n\n  npm pkg set ${settings.map((setting) => `'${setting}'`).join(" ")}\n  npm install --ignore-scripts\n`;
  return `${table.toString()}\n${ending}`;
}
