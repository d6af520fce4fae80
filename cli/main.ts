import { Command } from "commander";
import { CliError } from "./cli-error";
import { addGithubCommands } from "./commands/github";
import { PLATFORMS } from "./lock/platforms";

/** What `query --help` ends with. */
const QUERY_EXAMPLE = `
Tables and indexes are named in full. Without --endpoint it runs on AWS, with your credentials.

Example:
  npx platform query "SELECT orderId, totalPrice FROM \\"dev-ordering-order\\".\\"by-user\\" WHERE userName = 'ada'" \\
    --endpoint http://127.0.0.1:4566 --region eu-central-1
`;

const PLAN_EXIT_CODES = `
Exit codes: 0 planned, 1 failed, 3 terraform is missing, 5 a guard stopped the plan (the bundle can be read, not applied).
`;

const APPLY_EXIT_CODES = `
An apply that ended early goes on where it ended when the same bundle is applied again.

Exit codes: 0 applied, 1 failed or refused, 3 terraform is missing, 4 waits for the approval of changes that nobody has
reviewed.
`;

/** The options of `lock`, as commander gives them. */
interface LockFlags {
  readonly check?: boolean;
  readonly stacks?: string;
  readonly platform: readonly string[];
  readonly netMirror?: string;
  readonly fsMirror?: string;
  readonly json?: boolean;
}

const BOOTSTRAP_EXIT_CODES = `
It can be run again at any time: it changes what is not as the code says, and goes on where it was interrupted.

Exit codes: 0 all is as the code says, 1 failed or refused, 3 terraform is missing, 4 waits for the approval of changes.
`;

/**
 * Every command, with its arguments and options.
 * @param root - the folder of the project
 */
export function commandLine(root: string): Command {
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
      await local(root, { environment: env, port, stacks, json });
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
    .command("cost")
    .description(
      "estimate what an environment costs in a month and which limit its peak reaches first; no account needed",
    )
    .argument("<environment>", "whose traffic values and stacks to go by")
    .option("--stacks <folder>", "go by what was synthesized into this folder, without synthesis")
    .option("--json", "print everything, as JSON")
    .option("--markdown", "print it as for a pull request")
    .action(async (environment: string, options: { stacks?: string; json?: boolean; markdown?: boolean }) => {
      const { cost } = await import("./commands/cost");
      const { stacks, json = false, markdown = false } = options;
      await cost(root, { environment, stacks, json, markdown });
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
  program
    .command("bootstrap")
    .description(
      "make in an account what deploying needs: the state bucket, GitHub's identity provider, plan and apply roles",
    )
    .argument("<environment>", "such as dev")
    .option("--yes", "apply without asking")
    .option("--stacks <folder>", "deploy what was synthesized into this folder, without synthesis")
    .option("--json", "print what was done, and the variables for GitHub, as JSON")
    .addHelpText("after", BOOTSTRAP_EXIT_CODES)
    .action(async (environment: string, options: { yes?: boolean; stacks?: string; json?: boolean }) => {
      const { bootstrap } = await import("./commands/bootstrap");
      const { yes = false, stacks: synthesized, json = false } = options;
      await bootstrap(root, { environment, synthesized, yes, json });
    });
  program
    .command("plan")
    .description("plan the stacks of an environment and write a plan bundle, which apply takes")
    .argument("<environment>", "such as dev")
    .argument("[stacks...]", "only these, such as catalog; all of them if none is named")
    .option("--out <file>", "where the bundle goes; build/plans/<environment>.tar.gz if absent")
    .option("--stacks <folder>", "plan what was synthesized into this folder, without synthesis")
    .option("--json", "print bundle, digest and summary as JSON")
    .addHelpText("after", PLAN_EXIT_CODES)
    .action(
      async (
        environment: string,
        stacks: readonly string[],
        options: { out?: string; stacks?: string; json?: boolean },
      ) => {
        const { plan } = await import("./commands/plan");
        const { out, stacks: synthesized, json = false } = options;
        process.exitCode = await plan(root, { environment, stacks, out, synthesized, json });
      },
    );
  program
    .command("apply")
    .description("apply a plan bundle: exactly what was reviewed, or nothing")
    .argument("<bundle>", "the file that plan wrote")
    .option("--digest <digest>", "the digest that was reviewed; another bundle is refused")
    .option("--approve-unseen", "also apply changes that could not be planned, so not be reviewed, before")
    .option("--json", "print what became of each stack as JSON")
    .addHelpText("after", APPLY_EXIT_CODES)
    .action(async (bundle: string, options: { digest?: string; approveUnseen?: boolean; json?: boolean }) => {
      const { apply } = await import("./commands/apply");
      const { digest, approveUnseen = false, json = false } = options;
      process.exitCode = await apply(root, { bundle, digest, approveUnseen, json });
    });
  program
    .command("drift")
    .description("tell what somebody has changed in an environment since it was applied")
    .argument("<environment>", "such as dev")
    .option("--stacks <folder>", "compare with what was synthesized into this folder, without synthesis")
    .option("--json", "print what was found as JSON")
    .addHelpText(
      "after",
      "\nExit codes: 0 as it was applied, 1 failed, 2 something differs, 3 terraform is missing.\n",
    )
    .action(async (environment: string, options: { stacks?: string; json?: boolean }) => {
      const { drift } = await import("./commands/drift");
      const { stacks: synthesized, json = false } = options;
      process.exitCode = await drift(root, { environment, synthesized, json });
    });
  program
    .command("destroy")
    .description("destroy the stacks of an environment whose data is not protected")
    .argument("<environment>", "such as dev")
    .option("--confirm <environment>", "the name once more, instead of being asked")
    .option("--stacks <folder>", "take what was synthesized into this folder, without synthesis")
    .option("--json", "print what was destroyed as JSON")
    .addHelpText(
      "after",
      "\nExit codes: 0 destroyed, 1 failed or refused, 3 terraform is missing, 4 nobody confirmed.\n",
    )
    .action(async (environment: string, options: { confirm?: string; stacks?: string; json?: boolean }) => {
      const { destroy } = await import("./commands/destroy");
      const { confirm, stacks: synthesized, json = false } = options;
      await destroy(root, { environment, confirm, synthesized, json });
    });
  program
    .command("unlock")
    .description("take away the lock on a state that a killed terraform has left")
    .argument("<environment>", "such as dev")
    .argument("<stack>", "such as catalog")
    .option("--id <lock>", "the lock's id, instead of being asked")
    .option("--stacks <folder>", "take what was synthesized into this folder, without synthesis")
    .action(async (environment: string, stack: string, options: { id?: string; stacks?: string }) => {
      const { unlock } = await import("./commands/unlock");
      await unlock(root, { environment, stack, id: options.id, synthesized: options.stacks });
    });
  program
    .command("lock")
    .description("write .terraform.lock.hcl: the providers of all stacks, with a hash for each platform")
    .option("--check", "write nothing; fail when the file is not what the stacks require")
    .option("--stacks <folder>", "read the stacks that were synthesized into this folder")
    .option("--platform <names...>", "the platforms to lock, such as windows_amd64", [...PLATFORMS])
    .option("--net-mirror <url>", "ask this network mirror instead of the registry")
    .option("--fs-mirror <folder>", "take the packages from this folder instead of the registry")
    .option("--json", "print the result as JSON")
    .action(async (options: LockFlags) => {
      const { lock } = await import("./commands/lock");
      const { check = false, json = false, stacks, platform: platforms, netMirror, fsMirror } = options;
      await lock(root, { check, json, stacks, platforms, netMirror, fsMirror });
    });
  program
    .command("compat")
    .description("compare what is synthesized with cdktf and with its continuation, cdktn, in a copy")
    .option("--json", "print the comparison as JSON")
    .action(async (options: { json?: boolean }) => {
      const { compat } = await import("./commands/compat");
      process.exitCode = await compat(root, { json: options.json ?? false });
    });
  program
    .command("smoke")
    .description("ask the APIs of an environment what needs no account; exits with 1 when an answer is wrong")
    .argument("<environment>", "such as dev")
    .option("--stacks <folder>", "the folder of a synthesis, which says where the states are", "cdktf.out")
    .option("--ready <file>", "ask the local cloud that printed this line with --json")
    .option("--patience <seconds>", "how long a new deployment may take to settle", "60")
    .option("--json", "print the results as JSON")
    .action(
      async (
        environment: string,
        options: { stacks: string; ready?: string; patience: string; json?: boolean },
      ) => {
        const { readPatience, smoke } = await import("./commands/smoke");
        const { stacks, ready, json = false, patience } = options;
        process.exitCode = await smoke(environment, {
          stacks,
          ready,
          json,
          patience: readPatience(patience),
        });
      },
    );
  addGithubCommands(program, root);
  program
    .command("lint-workflows")
    .description("check the workflows with actionlint and GitHub's own schema")
    .option("--folder <path>", "where .github is", root)
    .action(async ({ folder }: { folder: string }) => {
      const { lintWorkflows } = await import("./commands/lint-workflows");
      await lintWorkflows(root, folder);
    });
  program
    .command("verify-deploy")
    .description(
      "apply and destroy every stack with the real terraform against an AWS API server (moto_server)",
    )
    .option("--only <step>", "stop after this step: validate, plan or apply")
    .option("--env <names>", "only these environments, separated by commas")
    .option("--json", "print the result as JSON")
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
 */
export async function run(root: string, argv: readonly string[]): Promise<void> {
  try {
    await commandLine(root).parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}
