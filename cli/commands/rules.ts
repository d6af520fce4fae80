import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RULES } from "../../rules";
import { CliError } from "../cli-error";
import { terminalTable } from "../table";

const PAGE = join("docs", "rules.md");

const INTRODUCTION = `# Rules

Generated from the code by \`npx platform rules --docs\`; do not edit.

Every synthesized stack is held to these rules, whoever made its resources: the modules, or somebody by hand. They read
the Terraform JSON itself. A broken rule fails the synthesis, which then names every violation at once with the
construct, the resource and the way out, and leaves nothing behind that could be planned.

They know what the stacks of an environment say: references within a stack and into other ones, names and ARNs,
policies as JSON text or as \`aws_iam_policy_document\`, redrive and other policies written apart. What only Terraform
can know, such as \`each.value\` or a variable, is no violation. What no stack says they cannot see:

- **Calls that handlers make by the SDK.** A function that sends to a queue, puts events on a bus or invokes another
  function asynchronously makes an edge that is in no Terraform. What receives it is held to the rules (the queue has a
  dead-letter queue, the target of the bus's rule, too); whether a failed send is noticed is up to the handler, and
  whether an invocation is asynchronous is seen only where something in the stacks makes it so.
- **Resources that other repositories or people made**, and the policies of AWS and of others by their ARN alone.
- **Whether a statement's conditions are met** when a role uses a right; they are taken as met.

A rule need not hold everywhere. Where breaking it is right, the stack says so, with the reason:

\`\`\`ts
import { waive } from "../rules/waiver";

waive(api, "public-route", "Partners sign what they send; the handler checks the signature.");
\`\`\`

That covers the construct and everything in it. An empty reason, an unknown rule and a waiver that nothing needs are
violations too, called \`waiver\`, so none outlives its cause. The \`reason\` of a module's open route is such a waiver.

A new rule is a file in \`rules/\`, an entry in \`rules/index.ts\`, and a test with a stack that breaks it and one that
keeps it.
`;

/** How to show the rules. */
export interface RulesOptions {
  readonly json: boolean;
  /** Write the page in docs/ instead. */
  readonly docs: boolean;
  /** Write nothing; fail when the page is out of date. */
  readonly check: boolean;
}

/**
 * Lists the rules that every stack is held to.
 * @param root - the folder of the project
 * @throws CliError with `check`, when the page is out of date, or for options that exclude each other
 */
export function rules(root: string, { json, docs, check }: RulesOptions): void {
  if (json && (docs || check)) throw new CliError("Choose one of --json, and --docs or --check.");
  const path = join(root, PAGE);
  if (check) {
    if (readPage(path) !== page()) {
      throw new CliError(`${PAGE} does not say what the code says; run: npx platform rules --docs`);
    }
  } else if (docs) {
    writeFileSync(path, page());
  } else if (json) {
    const listed = RULES.map(({ id, title, why, source, mend }) => ({ id, title, why, source, mend }));
    process.stdout.write(`${JSON.stringify(listed, undefined, 2)}\n`);
  } else {
    const table = terminalTable(["rule", "what it asks"]);
    for (const { id, title } of RULES) table.push([id, wrapped(title)]);
    process.stdout.write(`${table.toString()}\n\nWhy, and how to mend: ${PAGE}\n`);
  }
}

/** Lines of at most 80 characters. */
function wrapped(text: string): string {
  return text.replace(/(.{1,80})(?:\s+|$)/g, "$1\n").trimEnd();
}

function page(): string {
  const contents = RULES.map(({ id, title }) => `| [\`${id}\`](#${id}) | ${title} |`);
  const sections = RULES.map(
    ({ id, title, why, source, mend }) =>
      `## ${id}\n\n**${title}**\n\n${why}\n\nMend: ${mend}\n\nSource: [${source.title}](${source.url})\n`,
  );
  return `${INTRODUCTION}\n| rule | what it asks |\n| --- | --- |\n${contents.join("\n")}\n\n${sections.join("\n")}`;
}

function readPage(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
