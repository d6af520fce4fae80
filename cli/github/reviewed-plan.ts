import { CliError } from "../cli-error";
import { NOTHING_REVIEWED } from "../exit-codes";
import type { SourceTree } from "../plan-bundle/source-tree";
import { reviewedMark } from "./plan-comment";
import type { Repository } from "./repository";

/** Nothing can be applied, because what is checked out was not reviewed as it is. */
export class NothingReviewedError extends CliError {
  constructor(environment: string, reason: string) {
    super(
      `Nothing is applied to ${environment}: ${reason}

To go on, plan the main branch as it is, review that plan and apply it:
  gh workflow run plan.yml --ref main
  gh workflow run apply.yml --ref main -f environment=${environment} -f digest=<the digest in the plan's summary>
or open a pull request with the next change, and merge it. See docs/pipeline.md, "When a plan is stale".`,
      NOTHING_REVIEWED,
    );
  }
}

/**
 * The digest of the plan bundle that was reviewed in the pull request which the commit came from.
 * @throws NothingReviewedError when there was no pull request or no plan in it, or when its plan was of other files
 */
export async function reviewedDigest(
  repository: Repository,
  environment: string,
  { commit, tree }: SourceTree,
): Promise<string> {
  const pullRequest = await mergedPullRequest(repository, commit);
  if (pullRequest === undefined) {
    throw new NothingReviewedError(environment, `no merged pull request ends in commit ${commit}.`);
  }
  const mark = await reviewedMark(repository, pullRequest, environment);
  if (mark === undefined) {
    throw new NothingReviewedError(environment, `pull request #${pullRequest} shows no plan of it.`);
  }
  if (mark.tree !== tree) {
    throw new NothingReviewedError(
      environment,
      `the plan in pull request #${pullRequest} is of other files (tree ${short(mark.tree)}) than commit ${short(commit)} (tree ${short(tree)}). main moved between the plan and the merge.`,
    );
  }
  return mark.digest;
}

/** The last commit that a merge, a squash or a rebase put on main is what GitHub calls its merge commit. */
async function mergedPullRequest({ octokit, at }: Repository, commit: string): Promise<number | undefined> {
  const all = await octokit.paginate(octokit.rest.repos.listPullRequestsAssociatedWithCommit, {
    ...at,
    commit_sha: commit,
    per_page: 100,
  });
  return all.find(({ merged_at, merge_commit_sha }) => merged_at !== null && merge_commit_sha === commit)
    ?.number;
}

const short = (hash: string) => hash.slice(0, 12);
