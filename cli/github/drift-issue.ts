import { cutToBody } from "./body-limit";
import type { DriftReport } from "./drift-report";
import { ownLogin, type Repository } from "./repository";

const LABEL = "drift";

/** What became of the issue. */
export interface DriftIssue {
  readonly outcome: "opened" | "updated" | "closed" | "none";
  readonly url?: string;
}

/**
 * Keeps one open issue for an environment while something in it differs from the code, and closes it when nothing
 * does.
 * @param runUrl - page of the run that looked, if there is one
 */
export async function keepDriftIssue(
  repository: Repository,
  report: DriftReport,
  runUrl: string | undefined,
): Promise<DriftIssue> {
  const { octokit, at } = repository;
  const issue = await openIssue(repository, report.environment);
  const clean = report.withoutCode.length === 0 && report.stacks.every(({ drift }) => drift.length === 0);
  if (clean && issue === undefined) return { outcome: "none" };
  if (issue === undefined) {
    const { data } = await octokit.rest.issues.create({
      ...at,
      title: `Drift in ${report.environment}`,
      labels: [LABEL],
      body: driftBody(report, runUrl),
    });
    return { outcome: "opened", url: data.html_url };
  }
  if (!clean) {
    await octokit.rest.issues.update({ ...at, issue_number: issue.number, body: driftBody(report, runUrl) });
    return { outcome: "updated", url: issue.html_url };
  }
  const body = `${report.environment} is again as the code says${seenIn(runUrl)}.`;
  await octokit.rest.issues.createComment({ ...at, issue_number: issue.number, body });
  await octokit.rest.issues.update({
    ...at,
    issue_number: issue.number,
    state: "closed",
    state_reason: "completed",
  });
  return { outcome: "closed", url: issue.html_url };
}

async function openIssue(repository: Repository, environment: string) {
  const { octokit, at } = repository;
  const author = await ownLogin(repository);
  const issues = await octokit.paginate(octokit.rest.issues.listForRepo, {
    ...at,
    state: "open",
    labels: LABEL,
    per_page: 100,
  });
  // For GitHub a pull request is an issue, too.
  return issues.find(
    ({ body, pull_request, user }) =>
      pull_request === undefined && user?.login === author && body?.startsWith(mark(environment)),
  );
}

function driftBody({ environment, stacks, withoutCode }: DriftReport, runUrl: string | undefined): string {
  const first = `${mark(environment)}
Something in \`${environment}\` was changed outside of this repository${seenIn(runUrl)}.

`;
  const last = `
The values are what \`npx platform drift ${environment}\` prints. Bring what should stay into the code, and let an apply
undo the rest. This text is written anew by every check; the issue is closed when nothing differs any more.
`;
  const rows = stacks.flatMap(({ stack, drift }) =>
    drift.map(({ address, kind, differences }) => {
      const what =
        kind === "destroy" ? "is gone" : differences.map((one) => `\`${one.argument}\``).join(", ");
      return `| ${stack} | \`${address}\` | ${what} |\n`;
    }),
  );
  const left = withoutCode.map((stack) => `| ${stack} | all | is applied, but no longer in the sources |\n`);
  const table = `| stack | resource | differs in |\n| --- | --- | --- |\n${[...left, ...rows].join("")}`;
  const pointer = "The whole is what the command prints.";
  return first + cutToBody(table, first.length + last.length, pointer) + last;
}

const mark = (environment: string) => `<!-- platform drift ${environment} -->`;

const seenIn = (runUrl: string | undefined) =>
  runUrl === undefined ? "" : `, as [a check](${runUrl}) found`;
