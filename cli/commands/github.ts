import { join } from "node:path";
import type { Command } from "commander";
import { CliError } from "../cli-error";

/** Options that every command has which asks GitHub. */
interface RepositoryOption {
  readonly repository?: string;
}

/**
 * Registers `platform github …`: what the workflows do on GitHub, and what can be done from a laptop as well.
 * @param root - the folder of the project
 */
export function addGithubCommands(program: Command, root: string): void {
  const github = program
    .command("github")
    .description("plans, applies and drift on GitHub: what the workflows run; needs GITHUB_TOKEN");
  const asking = (name: string) =>
    github.command(name).option("--repository <owner/name>", "else GITHUB_REPOSITORY");

  github
    .command("settings")
    .description("print region, roles and artifact name of an environment as lines of name=value")
    .argument("<environment>", "such as dev")
    .option("--stacks <folder>", "the folder of a synthesis; this project's cdktf.out if absent")
    .action(async (environment: string, options: { stacks?: string }) => {
      const { stacks = join(root, "cdktf.out") } = options;
      const { sourceTree } = await import("../plan-bundle/source-tree");
      const { pipelineSettings } = await import("../github/pipeline-settings");
      const settings = pipelineSettings(stacks, environment, await sourceTree(root));
      printLines({
        region: settings.region,
        "plan-role": settings.planRole,
        "apply-role": settings.applyRole,
        artifact: settings.artifact,
      });
    });

  github
    .command("summary")
    .description("print what `comment` would write, as Markdown; asks nobody")
    .argument("<bundle>", "a file that `platform plan` wrote")
    .option("--artifact <url>", "where the bundle can be downloaded")
    .action(async (bundle: string, { artifact }: { artifact?: string }) => {
      const { readBundleSummary } = await import("../github/bundle-summary");
      const { planComment } = await import("../github/plan-comment");
      process.stdout.write(planComment(await readBundleSummary(bundle), artifact || undefined));
    });

  asking("comment")
    .description("show a plan on a pull request, in one comment per environment")
    .argument("<bundle>", "a file that `platform plan` wrote")
    .requiredOption("--pull-request <number>", "where to show it")
    .option("--artifact <url>", "where the bundle can be downloaded")
    .action(
      async (
        bundle: string,
        options: RepositoryOption & { readonly pullRequest: string; readonly artifact?: string },
      ) => {
        const { connect } = await import("../github/repository");
        const { readBundleSummary } = await import("../github/bundle-summary");
        const { putPlanComment } = await import("../github/plan-comment");
        const pullRequest = readNumber(options.pullRequest);
        const repository = connect(options.repository);
        const summary = await readBundleSummary(bundle);
        const url = await putPlanComment(repository, pullRequest, summary, options.artifact || undefined);
        process.stdout.write(`${url}\n`);
      },
    );

  asking("fetch")
    .description(
      "download the plan bundle that was reviewed in the pull request which HEAD came from, and print its path and digest as lines of name=value; exits with 6 when there is none",
    )
    .argument("<environment>", "such as dev")
    .option(
      "--digest <sha256:…>",
      "fetch this bundle, which somebody has reviewed, whatever the pull request says",
    )
    .option("--out <file>", "where to write it, instead of build/plans/<env>.tar.gz")
    .action(
      async (
        environment: string,
        options: RepositoryOption & { readonly digest?: string; readonly out?: string },
      ) => {
        const { connect } = await import("../github/repository");
        const { sourceTree } = await import("../plan-bundle/source-tree");
        const { reviewedDigest } = await import("../github/reviewed-plan");
        const { downloadBundle } = await import("../github/plan-artifact");
        const given = readDigest(options.digest);
        const repository = connect(options.repository);
        const source = await sourceTree(root);
        const digest = given ?? (await reviewedDigest(repository, environment, source));
        const path = options.out ?? join(root, "build", "plans", `${environment}.tar.gz`);
        await downloadBundle(repository, environment, source, digest, path);
        printLines({ bundle: path, digest });
      },
    );

  asking("drift")
    .description("open, update or close the issue that tells of an environment's drift")
    .argument("<environment>", "such as dev")
    .requiredOption("--report <file>", "what `platform drift <env> --json` printed")
    .option("--run <url>", "the page of the run that looked")
    .action(
      async (
        environment: string,
        options: RepositoryOption & { readonly report: string; readonly run?: string },
      ) => {
        const { connect } = await import("../github/repository");
        const { readDriftReport } = await import("../github/drift-report");
        const { keepDriftIssue } = await import("../github/drift-issue");
        const report = readDriftReport(options.report, environment);
        const { outcome, url } = await keepDriftIssue(
          connect(options.repository),
          report,
          options.run || undefined,
        );
        process.stdout.write(url === undefined ? "no drift, and no issue\n" : `${outcome} ${url}\n`);
      },
    );
}

/** As `$GITHUB_OUTPUT` takes them. */
function printLines(values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) process.stdout.write(`${name}=${value}\n`);
}

function readNumber(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new CliError(`--pull-request must be the number of a pull request, not "${text}"`);
}

/** Nothing given counts as none, as a workflow's unset input does. */
function readDigest(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  if (/^sha256:[0-9a-f]{64}$/.test(text)) return text;
  throw new CliError(`--digest must be sha256: and 64 hexadecimal digits, not "${text}"`);
}
