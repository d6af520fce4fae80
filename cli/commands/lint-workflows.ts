import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CliError } from "../cli-error";
import { actionlint } from "../workflows/actionlint";
import { loadGithubSchema } from "../workflows/github-schema";

/**
 * Checks the workflows and the actions below `.github` with actionlint and with GitHub's own schema.
 * @param root - the folder of the project, whose packages do the checking
 * @param folder - where to look for `.github`
 * @throws CliError with every finding, or when there is nothing to check
 */
export async function lintWorkflows(root: string, folder: string): Promise<void> {
  const workflows = filesIn(join(folder, ".github", "workflows"), /\.ya?ml$/);
  const actions = filesIn(join(folder, ".github", "actions"), /(?:^|\/)action\.ya?ml$/);
  if (workflows.length === 0) throw new CliError(`There is no workflow in ${join(folder, ".github")}`);
  const schema = await loadGithubSchema(root);
  const findings: string[] = [];
  for (const path of [...workflows, ...actions]) {
    const text = readFileSync(path, "utf8");
    const found = [
      ...(await schema(path, text)),
      // actionlint takes an action for a workflow that lacks everything.
      ...(workflows.includes(path) ? await actionlint(text) : []),
    ];
    findings.push(...found.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`));
  }
  if (findings.length > 0) throw new CliError(findings.join("\n"));
  process.stdout.write(`${workflows.length} workflows and ${actions.length} actions checked\n`);
}

function filesIn(folder: string, pattern: RegExp): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => pattern.test(path))
    .sort()
    .map((path) => join(folder, path));
}
