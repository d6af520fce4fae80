import { Octokit } from "@octokit/rest";
import { CliError } from "../cli-error";
import { explained, GitHubError } from "./github-error";

/** A repository on GitHub, and the client that asks about it. */
export interface Repository {
  readonly octokit: Octokit;
  /** Whose it is and what it is called, as every request names it. */
  readonly at: { readonly owner: string; readonly repo: string };
}

/** Whom GitHub shows as the author of what a workflow writes with its own token. No user can have that name. */
export const WORKFLOW_AUTHOR = "github-actions[bot]";

/** What a request is refused with is told once, by whoever made it. */
const LOG = { debug: () => {}, info: () => {}, warn: console.warn, error: () => {} };

/**
 * Reads `GITHUB_REPOSITORY`, `GITHUB_TOKEN` (or `GH_TOKEN`) and `GITHUB_API_URL`, which every workflow has.
 * @param name - `owner/name`, instead of GITHUB_REPOSITORY
 * @throws CliError when there is no repository or no token
 */
export function connect(name = process.env["GITHUB_REPOSITORY"]): Repository {
  const { GITHUB_TOKEN, GH_TOKEN, GITHUB_API_URL } = process.env;
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(name ?? "") ?? [];
  if (owner === undefined || repo === undefined) {
    throw new CliError(
      `Which repository? Give --repository owner/name, or set GITHUB_REPOSITORY; it is ${name || "not set"}.`,
    );
  }
  const auth = GITHUB_TOKEN || GH_TOKEN;
  if (!auth) throw new CliError("GITHUB_TOKEN is not set; on a laptop: GITHUB_TOKEN=$(gh auth token)");
  const octokit = new Octokit({ auth, log: LOG, ...(GITHUB_API_URL ? { baseUrl: GITHUB_API_URL } : {}) });
  octokit.hook.error("request", (error) => {
    throw "request" in error ? explained(error) : error;
  });
  return { octokit, at: { owner, repo } };
}

/** The login under which the token writes. */
export async function ownLogin({ octokit }: Repository): Promise<string> {
  try {
    return (await octokit.rest.users.getAuthenticated()).data.login;
  } catch (error) {
    // The token of a workflow belongs to an app, and apps may not ask who they are.
    if (error instanceof GitHubError && error.status === 403) return WORKFLOW_AUTHOR;
    throw error;
  }
}
