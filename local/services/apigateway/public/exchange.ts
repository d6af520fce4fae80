import { type Kernel, traceIdOf } from "../../../kernel/kernel";
import type { Principal } from "../../../kernel/principal";
import type { HttpRequest } from "../../../kernel/service";
import { parseQuery, type Query } from "./query-string";

/** Characters of the ids that API Gateway calls extended request ids. */
const ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** What is the same for every request to an API. */
export interface ApiIdentity {
  readonly id: string;
  readonly name: string;
  readonly accountId: string;
  /** The host name that the API would have on AWS. */
  readonly domainName: string;
  /** Such as `arn:aws:execute-api:eu-central-1:000000000000:a1b2c3`. */
  readonly executionArn: string;
  /** The ARN that traces show, with the API's name in the place of its id. */
  readonly traceArn: string;
}

/** The identity that an API of this id and name has in the cloud. */
export function apiIdentity(kernel: Kernel, id: string, name: string): ApiIdentity {
  return {
    id,
    name,
    accountId: kernel.accountId,
    domainName: `${id}.execute-api.${kernel.region}.amazonaws.com`,
    executionArn: kernel.arn("execute-api", id),
    traceArn: kernel.arn("execute-api", name),
  };
}

/** Where a request to the API goes on this machine; with a stage other than `$default`, its name at the end. */
export function localUrl(kernel: Kernel, apiId: string, stage?: string): string {
  const base = `${kernel.endpoint}${EXECUTE_API_PREFIX}${apiId}`;
  return stage === undefined || stage === "$default" ? base : `${base}/${stage}`;
}

/** Below which path every API is served. */
export const EXECUTE_API_PREFIX = "/_aws/execute-api/";

/** Who was let in. */
export interface Admission {
  /** Claims as the event shows them, for token authorizers. */
  readonly claims?: Readonly<Record<string, string>>;
  readonly scopes?: readonly string[] | null;
  /** The caller behind a signature, for AWS_IAM. */
  readonly caller?: { readonly accessKey: string; readonly principal: Principal };
}

/** Where in an API a request came in. */
export interface Target {
  readonly api: ApiIdentity;
  readonly stage: string;
  /** The path below the stage, as sent. */
  readonly path: string;
  /** The path with the stage, as sent. */
  readonly stagePath: string;
  readonly queryText: string;
}

/** One public request, and what becomes known about it on its way; access logs and templates read it. */
export class Exchange {
  readonly api: ApiIdentity;
  readonly stage: string;
  readonly path: string;
  readonly stagePath: string;
  readonly queryText: string;
  readonly method: string;
  readonly atMs: number;
  readonly traceId: string;
  /** The `X-Amzn-Trace-Id` header: the caller's, or a fresh one. */
  readonly traceHeader: string;
  readonly extendedRequestId: string;
  requestId: string;
  parameters: Readonly<Record<string, string>> | undefined;
  resourceId: string | undefined;
  resourcePath: string | undefined;
  routeKey: string | undefined;
  deploymentId: string | undefined;
  canary = false;
  apiKey: { readonly id: string; readonly value: string } | undefined;
  admission: Admission | undefined;
  error:
    | {
        readonly message: string;
        /** The type of the gateway response; HTTP APIs have none. */
        readonly responseType?: string;
        readonly validation?: string;
      }
    | undefined;
  integration:
    | {
        readonly status: number;
        readonly latencyMs: number;
        readonly error?: string | undefined;
        readonly arn: string;
      }
    | undefined;
  status = 0;
  responseLength = 0;
  private parsedQuery: Query | undefined;

  constructor(
    kernel: Kernel,
    readonly request: HttpRequest,
    target: Target,
  ) {
    this.api = target.api;
    this.stage = target.stage;
    this.path = target.path;
    this.stagePath = target.stagePath;
    this.queryText = target.queryText;
    this.method = request.method;
    this.atMs = kernel.clock.now();
    const sent = this.header("x-amzn-trace-id");
    const sentId = traceIdOf(sent);
    this.traceId = sentId ?? kernel.newTraceId();
    this.traceHeader = sent !== undefined && sentId !== undefined ? sent : `Root=${this.traceId}`;
    this.extendedRequestId = `${kernel.ids.text(15, ID_ALPHABET)}=`;
    this.requestId = this.extendedRequestId;
  }

  get query(): Query {
    this.parsedQuery ??= parseQuery(this.queryText);
    return this.parsedQuery;
  }

  /** @param name - in lower case; of repeated headers the first value */
  header(name: string): string | undefined {
    const value = this.request.headers[name];
    return typeof value === "string" || value === undefined ? value : value[0];
  }

  /** The ARN of what is called, for IAM: with the path as sent. */
  get calledArn(): string {
    return `${this.api.executionArn}/${this.stage}/${this.method}${this.path}`;
  }
}
