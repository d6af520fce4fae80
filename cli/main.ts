import { Command } from "commander";
import { CliError } from "./cli-error";
import { addDeployingCommands } from "./commands/deploying";
import { addGithubCommands } from "./commands/github";
import { STEPS } from "./verify-deploy/steps";

/** What `query --help` ends with. */
const QUERY_EXAMPLE = `
Tables and indexes are named in full. Without --endpoint it runs on AWS, with your credentials.

Example:
  npx platform query "SELECT orderId, totalPrice FROM \\"dev-ordering-order\\".\\"by-user\\" WHERE userName = 'ada'" \\
    --endpoint http://127.0.0.1:4566 --region eu-central-1
`;

const VERIFY_DEPLOY_EXIT_CODES = `
Exit codes: 0 every stack passed, 1 a stack or the synthesis failed, 3 terraform, moto or a provider is missing.
`;

/**
 * Every command, with its arguments and options.
 * @param root - the folder of the project
 * @param parent - the parent of this process when it began
 * @defaultValue the parent that it has now
 */
export function commandLine(root: string, parent = process.ppid): Command {
  const program = new Command("platform")
    .description("Runs, checks and deploys the platform.")
    .showHelpAfterError()
    .showSuggestionAfterError();
  program
    .command("local")
    .description(
      "run an environment on this machine: bundle, synthesize, serve; reloads on changes, ends on Ctrl-C",
    )
    .option("--env <name>", "the environment to run", "dev")
    .option("--port <number>", "where to listen on 127.0.0.1; 0 takes any free port", "4566")
    .option("--stacks <folder>", "run what was synthesized into this folder, without synthesis and reload")
    .option("--json", "print one line of JSON when ready, and nothing else, on standard output")
    .action(async (options: { env: string; port: string; stacks?: string; json?: boolean }) => {
      const { local } = await import("./commands/local");
      const { env, port, stacks, json = false } = options;
      await local(root, { environment: env, port, stacks, json, parent });
    });
  program
    .command("local-docs")
    .description("write docs/local-cloud.md: what the local cloud models, from its code")
    .option("--check", "write nothing; fail when the page is out of date")
    .action(async (options: { check?: boolean }) => {
      const { localDocs } = await import("./commands/local-docs");
      await localDocs(root, { check: options.check ?? false });
    });
  program
    .command("rules")
    .description("list the rules that every synthesized stack is held to")
    .option("--json", "print them as JSON, with why, source and mend")
    .option("--docs", "write docs/rules.md instead")
    .option("--check", "write nothing; fail when docs/rules.md is out of date")
    .action(async (options: { json?: boolean; docs?: boolean; check?: boolean }) => {
      const { rules } = await import("./commands/rules");
      const { json = false, docs = false, check = false } = options;
      rules(root, { json, docs, check });
    });
  program
    .command("cost-docs")
    .description(
      "write docs/prices.md: the prices and quotas that costs are estimated by, with their sources",
    )
    .option("--check", "write nothing; fail when the page is out of date")
    .action(async (options: { check?: boolean }) => {
      const { costDocs } = await import("./commands/cost-docs");
      costDocs(root, { check: options.check ?? false });
    });
  program
    .command("bench")
    .description("measure synthesis, bundles, cold starts and the local cloud; prints medians")
    .option("--json", "print the figures as JSON")
    .option("--only <names>", "measure only these, separated by commas")
    .action(async (options: { json?: boolean; only?: string }) => {
      const { bench } = await import("./commands/bench");
      await bench(root, { json: options.json ?? false, only: options.only });
    });
  program
    .command("query")
    .description("run a PartiQL SELECT on DynamoDB, of AWS or the local cloud, and print what it finds")
    .argument("<statement>", 'SELECT * | attributes FROM "table"[."index"] [WHERE condition]')
    .option("--json", "print a line of JSON for each item")
    .option("--limit <number>", "the most items to show", "100")
    .option("--endpoint <url>", "instead of AWS; else AWS_ENDPOINT_URL")
    .option("--region <region>", "else AWS_REGION or AWS_DEFAULT_REGION")
    .addHelpText("after", QUERY_EXAMPLE)
    .action(
      async (
        statement: string,
        options: { json?: boolean; limit: string; endpoint?: string; region?: string },
      ) => {
        const { query } = await import("./commands/query");
        const { json = false, limit, endpoint, region } = options;
        await query(statement, { json, limit, endpoint, region });
      },
    );
  addDeployingCommands(program, root);
  addGithubCommands(program, root);
  program
    .command("lint-workflows")
    .description("check the workflows with actionlint and GitHub's own schema")
    .option("--folder <path>", "where .github is; this project if absent")
    .action(async ({ folder = root }: { folder?: string }) => {
      const { lintWorkflows } = await import("./commands/lint-workflows");
      await lintWorkflows(root, folder);
    });
  program
    .command("verify-deploy")
    .description(
      "apply and destroy every stack with the real terraform against an AWS API server (moto_server)",
    )
    .option("--only <step>", `the last step to take: one of ${STEPS.join(", ")}`)
    .option("--env <names>", "only these environments, separated by commas")
    .option("--json", "print the result as JSON")
    .addHelpText("after", VERIFY_DEPLOY_EXIT_CODES)
    .action(async (options: { only?: string; env?: string; json?: boolean }) => {
      const { verifyDeploy } = await import("./commands/verify-deploy");
      process.exitCode = await verifyDeploy(root, options);
    });
  return program;
}

/**
 * Runs the command line.
 * @param root - the folder of the project
 * @param argv - the process's arguments, with node and script first
 * @param parent - as `commandLine` takes it
 */
export async function run(root: string, argv: readonly string[], parent?: number): Promise<void> {
  try {
    await commandLine(root, parent).parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}
