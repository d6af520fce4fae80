import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Whose tokens there are: a person's, and the one that a workflow has, which may not ask who it is. */
export const TOKENS: Readonly<Record<string, string>> = {
  "token-of-ada": "ada",
  "token-of-workflow": "github-actions[bot]",
};

/** An issue, or a pull request, which is one to GitHub. */
export interface Issue {
  readonly number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  readonly labels: readonly string[];
  readonly author: string;
  readonly pull_request?: object;
}

/** A comment on an issue. */
export interface Comment {
  readonly id: number;
  readonly issue: number;
  readonly author: string;
  body: string;
}

/** A pull request, found by the commit that it put on main. */
export interface PullRequest {
  readonly number: number;
  readonly merged_at: string | null;
  readonly merge_commit_sha: string;
}

/** What a run of a workflow has left. */
export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly expired: boolean;
  readonly workflow_run: {
    readonly id: number;
    readonly repository_id: number;
    readonly head_repository_id: number;
  };
  readonly zip: Uint8Array;
}

/** A run of a workflow. */
export interface Run {
  readonly id: number;
  readonly path: string;
  readonly event: string;
}

type Body = Record<string, unknown>;
type Reply = { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> };

const MOST_CHARACTERS = 65_536;
/** Pages are smaller than GitHub's, which are what `per_page` says, so that a test needs fewer entries. */
const PAGE = 3;

/** The part of GitHub's REST API that the commands use, for one repository `octo/shop`, on the loopback interface. */
export class GitHubServer {
  readonly issues: Issue[] = [];
  readonly comments: Comment[] = [];
  readonly pullRequests: PullRequest[] = [];
  readonly artifacts: Artifact[] = [];
  readonly runs: Run[] = [];
  /** Method and path of each request that changed something. */
  readonly changes: string[] = [];
  /** Paths that the tokens may not change, and the permission that GitHub then names. */
  readonly forbidden = new Map<RegExp, string>();

  private readonly server = createServer((request, response) => this.handle(request, response));
  private nextId = 1_000;

  async listen(): Promise<string> {
    await once(this.server.listen(0, "127.0.0.1"), "listening");
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), "close");
  }

  reset(): void {
    for (const list of [
      this.issues,
      this.comments,
      this.pullRequests,
      this.artifacts,
      this.runs,
      this.changes,
    ]) {
      list.length = 0;
    }
    this.forbidden.clear();
    this.nextId = 1_000;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? "", `http://${request.headers.host}`);
    const text = Buffer.concat(chunks).toString("utf8");
    const { status, body, headers } = this.reply(request, url, text === "" ? {} : JSON.parse(text));
    if (body instanceof Uint8Array) {
      response.writeHead(status, { "content-type": "application/zip", ...headers }).end(body);
    } else {
      const json = body === undefined ? "" : JSON.stringify(body);
      response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers }).end(json);
    }
  }

  private reply(request: IncomingMessage, url: URL, body: Body): Reply {
    const { method = "" } = request;
    // The storage of artifacts is not the API: it takes addresses that it has signed, and no tokens.
    const [, stored] = /^\/storage\/(\d+)$/.exec(url.pathname) ?? [];
    if (stored !== undefined) return { status: 200, body: this.artifact(Number(stored))?.zip };

    const login = TOKENS[request.headers.authorization?.replace(/^token /, "") ?? ""];
    if (login === undefined) return problem(401, "Bad credentials");
    if (url.pathname === "/user") {
      return login.endsWith("[bot]") ? problem(403, "Resource not accessible by integration") : ok({ login });
    }
    const path = url.pathname.replace(/^\/repos\/octo\/shop/, "");
    if (path === url.pathname) return problem(404, "Not Found");
    for (const [pattern, permission] of this.forbidden) {
      if (!pattern.test(`${method} ${path}`)) continue;
      const headers = { "x-accepted-github-permissions": permission };
      return { ...problem(403, "Resource not accessible by integration"), headers };
    }
    if (method !== "GET") this.changes.push(`${method} ${path}`);
    return this.route(method, path, url, body, login) ?? problem(404, "Not Found");
  }

  private route(method: string, path: string, url: URL, body: Body, login: string): Reply | undefined {
    const routes: readonly [string, RegExp, (id: string) => Reply | undefined][] = [
      ["GET", /^\/issues$/, () => this.listIssues(url)],
      ["POST", /^\/issues$/, () => this.createIssue(body, login)],
      ["PATCH", /^\/issues\/(\d+)$/, (id) => this.updateIssue(Number(id), body)],
      ["GET", /^\/issues\/(\d+)\/comments$/, (id) => this.listComments(Number(id), url)],
      ["POST", /^\/issues\/(\d+)\/comments$/, (id) => this.createComment(Number(id), body, login)],
      ["PATCH", /^\/issues\/comments\/(\d+)$/, (id) => this.updateComment(Number(id), body)],
      ["GET", /^\/commits\/(\w+)\/pulls$/, (sha) => this.listPullRequests(sha, url)],
      ["GET", /^\/actions\/artifacts$/, () => this.listArtifacts(url)],
      ["GET", /^\/actions\/artifacts\/(\d+)\/zip$/, (id) => this.redirectToZip(Number(id), url)],
      ["GET", /^\/actions\/runs\/(\d+)$/, (id) => found(this.runs.find((run) => run.id === Number(id)))],
    ];
    for (const [verb, pattern, answer] of routes) {
      const match = verb === method ? pattern.exec(path) : null;
      if (match !== null) return answer(match[1] ?? "");
    }
    return undefined;
  }

  private listIssues({ searchParams, href }: URL): Reply {
    const label = searchParams.get("labels") ?? "";
    const chosen = this.issues.filter(
      ({ state, labels }) => state === searchParams.get("state") && (label === "" || labels.includes(label)),
    );
    return page(chosen.map(shownIssue), href);
  }

  private createIssue(body: Body, author: string): Reply {
    const { title, body: text, labels } = body as { title: string; body: string; labels: string[] };
    if (text.length > MOST_CHARACTERS) return tooLong();
    const issue: Issue = { number: this.nextId++, title, body: text, labels, state: "open", author };
    this.issues.push(issue);
    return ok(shownIssue(issue), 201);
  }

  private updateIssue(number: number, body: Body): Reply | undefined {
    const issue = this.issues.find((one) => one.number === number);
    if (issue === undefined) return undefined;
    Object.assign(issue, body);
    return ok(shownIssue(issue));
  }

  private listComments(issue: number, { href }: URL): Reply | undefined {
    if (!this.issues.some(({ number }) => number === issue)) return undefined;
    return page(this.comments.filter((comment) => comment.issue === issue).map(shownComment), href);
  }

  private createComment(issue: number, { body }: Body, author: string): Reply | undefined {
    if (!this.issues.some(({ number }) => number === issue)) return undefined;
    if (String(body).length > MOST_CHARACTERS) return tooLong();
    const comment: Comment = { id: this.nextId++, issue, author, body: String(body) };
    this.comments.push(comment);
    return ok(shownComment(comment), 201);
  }

  private updateComment(id: number, { body }: Body): Reply | undefined {
    const comment = this.comments.find((one) => one.id === id);
    if (comment === undefined) return undefined;
    if (String(body).length > MOST_CHARACTERS) return tooLong();
    comment.body = String(body);
    return ok(shownComment(comment));
  }

  private listPullRequests(sha: string, { href }: URL): Reply {
    return page(
      this.pullRequests.filter(
        ({ merge_commit_sha, merged_at }) => merge_commit_sha === sha || merged_at === null,
      ),
      href,
    );
  }

  private listArtifacts({ searchParams, href }: URL): Reply {
    const named = this.artifacts.filter(({ name }) => name === searchParams.get("name"));
    const { body, ...rest } = page(
      named.map(({ zip: _, ...shown }) => shown),
      href,
    );
    return { ...rest, body: { total_count: named.length, artifacts: body } };
  }

  private redirectToZip(id: number, { origin }: URL): Reply | undefined {
    const artifact = this.artifact(id);
    if (artifact?.expired) return problem(410, "Artifact has expired");
    return artifact && { status: 302, body: undefined, headers: { location: `${origin}/storage/${id}` } };
  }

  private artifact(id: number): Artifact | undefined {
    return this.artifacts.find((artifact) => artifact.id === id);
  }
}

function shownIssue({ author, labels, ...issue }: Issue) {
  const html_url = `https://github.com/octo/shop/issues/${issue.number}`;
  return { ...issue, html_url, labels: labels.map((name) => ({ name })), user: { login: author } };
}

function shownComment({ id, issue, author, body }: Comment) {
  const html_url = `https://github.com/octo/shop/pull/${issue}#issuecomment-${id}`;
  return { id, body, html_url, user: { login: author } };
}

/** A page of a list, with a Link header to the next one as long as there is one. */
function page(all: readonly unknown[], href: string): Reply {
  const url = new URL(href);
  const number = Number(url.searchParams.get("page") ?? "1");
  const body = all.slice((number - 1) * PAGE, number * PAGE);
  url.searchParams.set("page", String(number + 1));
  return all.length > number * PAGE
    ? { status: 200, body, headers: { link: `<${url.href}>; rel="next"` } }
    : { status: 200, body };
}

const ok = (body: unknown, status = 200): Reply => ({ status, body });

const found = (body: unknown): Reply | undefined => (body === undefined ? undefined : ok(body));

function problem(status: number, message: string): Reply {
  return {
    status,
    body: { message, documentation_url: "https://docs.github.com/rest", status: String(status) },
  };
}

function tooLong(): Reply {
  const message = `Body is too long (maximum is ${MOST_CHARACTERS} characters)`;
  const errors = [{ resource: "IssueComment", code: "unprocessable", field: "data", message }];
  return { status: 422, body: { message: "Validation Failed", errors, status: "422" } };
}
