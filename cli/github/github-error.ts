import { CliError } from "../cli-error";

/** What octokit throws: a request, and GitHub's answer if there was one. */
export interface FailedRequest {
  readonly status: number;
  readonly message: string;
  readonly request: { readonly method: string; readonly url: string };
  readonly response?:
    | { readonly headers: Readonly<Record<string, unknown>>; readonly data: unknown }
    | undefined;
}

/** What GitHub says when it refuses. */
interface Answer {
  readonly message?: string;
  readonly errors?: readonly { readonly message?: string }[];
}

/** A request that GitHub refused, or that did not reach it. */
export class GitHubError extends CliError {
  /** @param status - of GitHub's answer; 500 when there was none */
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** GitHub's words, what was asked, and what to look at. */
export function explained({ status, message: words, request, response }: FailedRequest): GitHubError {
  const asked = `${request.method} ${new URL(request.url).pathname}`;
  if (response === undefined) return new GitHubError(`${asked}: nothing answers: ${words}`, status);
  const { message = words, errors = [] } = (response.data ?? {}) as Answer;
  const said = [message, ...errors.flatMap((error) => error.message ?? [])].join(": ");
  const accepted = response.headers["x-accepted-github-permissions"];
  return new GitHubError(`GitHub answered ${status} to ${asked}: ${said}${wayOut(status, accepted)}`, status);
}

function wayOut(status: number, accepted: unknown): string {
  if (status === 401) return "\nIs GITHUB_TOKEN set to a token that is still valid?";
  if (status === 403 && accepted !== undefined) return `\nIt needs a token with the permission ${accepted}.`;
  if (status === 404) return "\nIt does not exist, or the token may not see it.";
  return "";
}
