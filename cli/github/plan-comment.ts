import * as z from "zod";
import { cutToBody } from "./body-limit";
import type { BundleSummary } from "./bundle-summary";
import { ownLogin, type Repository, WORKFLOW_AUTHOR } from "./repository";

/** What the first line of a comment says to machines. */
const mark = z.object({
  environment: z.string(),
  tree: z.string(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
});

/** What was shown to the reviewers of a pull request. */
export type PlanMark = z.output<typeof mark>;

const MARK = /^<!-- platform plan (\{.*\}) -->$/;

/**
 * The text of a comment: a hidden first line that machines read, and the summary for people.
 * @param bundleUrl - page from which the bundle can be downloaded, if there is one
 */
export function planComment(bundle: BundleSummary, bundleUrl: string | undefined): string {
  const { environment, tree, digest, stopped } = bundle;
  const first = `<!-- platform plan ${JSON.stringify({ environment, tree, digest })} -->\n`;
  const link = bundleUrl === undefined ? "the plan bundle" : `[the plan bundle](${bundleUrl})`;
  const promise = stopped
    ? "It cannot be applied."
    : `After the merge it is applied as it is, provided that \`${environment}\` and \`main\` have not moved until then.`;
  const last = `\n---\nThis is ${link} \`${digest}\`. ${promise}\n`;
  const pointer = `The whole is \`summary.md\` in ${link}.`;
  return first + cutToBody(bundle.summary, first.length + last.length, pointer) + last;
}

/** Only the first line counts: what follows holds texts of the change itself, which could look like a mark. */
export function readMark(body: string): PlanMark | undefined {
  const [, json] = MARK.exec(body.split(/\r?\n/, 1)[0] ?? "") ?? [];
  if (json === undefined) return undefined;
  try {
    return mark.parse(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/**
 * Writes the one comment of the environment on a pull request, or writes it anew.
 * @returns the comment's address
 */
export async function putPlanComment(
  repository: Repository,
  pullRequest: number,
  bundle: BundleSummary,
  bundleUrl: string | undefined,
): Promise<string> {
  const { octokit, at } = repository;
  const body = planComment(bundle, bundleUrl);
  const former = await findPlanComment(
    repository,
    pullRequest,
    bundle.environment,
    await ownLogin(repository),
  );
  const { data } =
    former === undefined
      ? await octokit.rest.issues.createComment({ ...at, issue_number: pullRequest, body })
      : await octokit.rest.issues.updateComment({ ...at, comment_id: former.id, body });
  return data.html_url;
}

/** What a workflow has shown to the reviewers of a pull request; comments of anybody else do not count. */
export async function reviewedMark(
  repository: Repository,
  pullRequest: number,
  environment: string,
): Promise<PlanMark | undefined> {
  return (await findPlanComment(repository, pullRequest, environment, WORKFLOW_AUTHOR))?.mark;
}

async function findPlanComment(
  { octokit, at }: Repository,
  pullRequest: number,
  environment: string,
  author: string,
): Promise<{ readonly id: number; readonly mark: PlanMark } | undefined> {
  const comments = await octokit.paginate(octokit.rest.issues.listComments, {
    ...at,
    issue_number: pullRequest,
    per_page: 100,
  });
  for (const { id, body, user } of comments) {
    const found = user?.login === author ? readMark(body ?? "") : undefined;
    if (found?.environment === environment) return { id, mark: found };
  }
  return undefined;
}
