import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { supportedByLocalCloud } from "../../local/supported";
import { CliError } from "../cli-error";

const PAGE = join("docs", "local-cloud.md");

const INTRODUCTION = `# What the local cloud models

Generated from the code by \`npx platform local-docs\`; do not edit.

Everything below is evaluated, enforced or recorded when \`npm run local\` runs the synthesized stacks. A resource
type, an argument, a function or an operation that is not listed stops the start, or answers the call, with its
name: nothing is silently ignored. Arguments under "Accepted without effect" change nothing on a laptop, for the
reason given; \`tags\`, \`tags_all\` and \`timeouts\` are accepted everywhere.
`;

/**
 * Writes the page on what the local cloud models.
 * @throws CliError with \`check\`, when the page is out of date
 */
export async function localDocs(root: string, { check }: { check: boolean }): Promise<void> {
  const path = join(root, PAGE);
  const page = `${INTRODUCTION}\n${supportedByLocalCloud()}`;
  if (!check) {
    writeFileSync(path, page);
    return;
  }
  if (readPage(path) !== page) {
    throw new CliError(`${PAGE} does not say what the code says; run: npx platform local-docs`);
  }
}

function readPage(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
