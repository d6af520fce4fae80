import { join } from "node:path";
import type { Command } from "commander";
import { PLATFORMS } from "../lock/platforms";

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

const PLAN_EXIT_CODES = `
Exit codes: 0 planned, 1 failed, 3 terraform is missing, 5 a guard stopped the plan (the bundle can be read, not applied).
`;

const APPLY_EXIT_CODES = `
An apply that ended early goes on where it ended when the same bundle is applied again.

Exit codes: 0 applied, 1 failed or refused, 3 terraform is missing, 4 waits for the approval of changes that nobody has
reviewed.
`;

const DRIFT_EXIT_CODES = `
Exit codes: 0 as it was applied, 1 failed, 2 something differs, 3 terraform is missing.
`;

const DESTROY_EXIT_CODES = `
Exit codes: 0 destroyed, 1 failed or refused, 3 terraform is missing, 4 nobody confirmed.
`;

const UNLOCK_EXIT_CODES = `
Exit codes: 0 the state is free, 1 failed or refused, 3 terraform is missing.
`;

const COST_EXIT_CODES = `
Exit codes: 0 estimated, 1 failed.
`;

const SMOKE_EXIT_CODES = `
Exit codes: 0 every answer is right, 1 an answer is wrong, or nobody could be asked.
`;

const LOCK_EXIT_CODES = `
Exit codes: 0 written, or with --check as the stacks require, 1 failed, or with --check not as they require, 3 terraform
is missing or a package cannot be had.
`;

const COMPAT_EXIT_CODES = `
Exit codes: 0 the same, 1 something differs or failed, 3 the npm registry cannot be reached.
`;

/**
 * Registers the commands that deploy an environment, and those that say beforehand or afterwards how that goes.
 * @param root - the folder of the project
 */
export function addDeployingCommands(program: Command, root: string): void {
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
      const { bootstrap } = await import("./bootstrap");
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
        const { plan } = await import("./plan");
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
      const { apply } = await import("./apply");
      const { digest, approveUnseen = false, json = false } = options;
      process.exitCode = await apply(root, { bundle, digest, approveUnseen, json });
    });
  program
    .command("drift")
    .description("tell what somebody has changed in an environment since it was applied")
    .argument("<environment>", "such as dev")
    .option("--stacks <folder>", "compare with what was synthesized into this folder, without synthesis")
    .option("--json", "print what was found as JSON")
    .addHelpText("after", DRIFT_EXIT_CODES)
    .action(async (environment: string, options: { stacks?: string; json?: boolean }) => {
      const { drift } = await import("./drift");
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
    .addHelpText("after", DESTROY_EXIT_CODES)
    .action(async (environment: string, options: { confirm?: string; stacks?: string; json?: boolean }) => {
      const { destroy } = await import("./destroy");
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
    .addHelpText("after", UNLOCK_EXIT_CODES)
    .action(async (environment: string, stack: string, options: { id?: string; stacks?: string }) => {
      const { unlock } = await import("./unlock");
      await unlock(root, { environment, stack, id: options.id, synthesized: options.stacks });
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
    .addHelpText("after", COST_EXIT_CODES)
    .action(async (environment: string, options: { stacks?: string; json?: boolean; markdown?: boolean }) => {
      const { cost } = await import("./cost");
      const { stacks, json = false, markdown = false } = options;
      await cost(root, { environment, stacks, json, markdown });
    });
  program
    .command("smoke")
    .description("ask the APIs of an environment what needs no account")
    .argument("<environment>", "such as dev")
    .option(
      "--stacks <folder>",
      "the folder of a synthesis, which says where the states are; this project's cdktf.out if absent",
    )
    .option(
      "--ready <file>",
      "ask the local cloud that printed this line with --json, whichever environment it runs",
    )
    .option("--patience <seconds>", "how long a new deployment may take to settle", "60")
    .option("--json", "print the results as JSON")
    .addHelpText("after", SMOKE_EXIT_CODES)
    .action(
      async (
        environment: string,
        options: { stacks?: string; ready?: string; patience: string; json?: boolean },
      ) => {
        const { readPatience, smoke } = await import("./smoke");
        const { stacks = join(root, "cdktf.out"), ready, json = false, patience } = options;
        process.exitCode = await smoke(environment, {
          stacks,
          ready,
          json,
          patience: readPatience(patience),
        });
      },
    );
  program
    .command("lock")
    .description("write .terraform.lock.hcl: the providers of all stacks, with a hash for each platform")
    .option("--check", "write nothing; fail when the file is not what the stacks require")
    .option("--stacks <folder>", "read the stacks that were synthesized into this folder")
    .option("--platform <names...>", "the platforms to lock, such as windows_amd64", [...PLATFORMS])
    .option("--net-mirror <url>", "ask this network mirror instead of the registry")
    .option("--fs-mirror <folder>", "take the packages from this folder instead of the registry")
    .option("--json", "print the result as JSON")
    .addHelpText("after", LOCK_EXIT_CODES)
    .action(async (options: LockFlags) => {
      const { lock } = await import("./lock");
      const { check = false, json = false, stacks, platform: platforms, netMirror, fsMirror } = options;
      await lock(root, { check, json, stacks, platforms, netMirror, fsMirror });
    });
  program
    .command("compat")
    .description("compare what is synthesized with cdktf and with its continuation, cdktn, in a copy")
    .option("--json", "print the comparison as JSON")
    .addHelpText("after", COMPAT_EXIT_CODES)
    .action(async (options: { json?: boolean }) => {
      const { compat } = await import("./compat");
      process.exitCode = await compat(root, { json: options.json ?? false });
    });
}
