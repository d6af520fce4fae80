import type { Chance } from "../../../kernel/chance";
import type { Kernel } from "../../../kernel/kernel";
import type { HttpRequest, HttpResponse } from "../../../kernel/service";
import { AccessLog, type AccessLogSettings } from "../public/access-log";
import { type ApiIdentity, apiIdentity, Exchange, type Target } from "../public/exchange";
import { finish } from "../public/finish";
import { type RateLimit, TokenBucket } from "../public/token-bucket";
import type { MethodDefinition } from "./definition";
import { internalError, type Refusal, refuse } from "./refusal";
import type { RestApi } from "./rest-api";
import { ServedDeployment } from "./served-deployment";
import type { UsagePlans } from "./usage-plans";

/** A share of the traffic that goes to another deployment. */
export interface CanarySettings {
  readonly deploymentId: string;
  /** 0 to 100. */
  readonly percent: number;
  readonly variables: Readonly<Record<string, string>>;
}

export interface RestStageSettings {
  readonly name: string;
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly canary?: CanarySettings | undefined;
  readonly accessLog?: AccessLogSettings | undefined;
  /** As which role access logs are written. */
  readonly logRoleArn?: string | undefined;
}

/** A stage: one deployment, and how much of it callers may have. */
export class RestStage {
  readonly identity: ApiIdentity;
  /** By `<path>/<METHOD>`, or the wildcard of all methods. */
  private readonly throttles = new Map<string, RateLimit>();
  private buckets = new Map<string, TokenBucket | null>();
  private readonly main: ServedDeployment;
  private readonly canary: ServedDeployment | undefined;
  private readonly accessLog: AccessLog | undefined;
  private readonly chance: Chance;

  /**
   * @param prior - the stage that this one takes the place of; its throttling stays
   * @throws AwsError, UnsupportedError for what cannot be served
   */
  constructor(
    private readonly kernel: Kernel,
    private readonly plans: UsagePlans,
    private readonly api: RestApi,
    readonly settings: RestStageSettings,
    prior?: RestStage,
  ) {
    this.identity = apiIdentity(kernel, api.id, api.settings.name);
    for (const [path, limit] of prior?.throttles ?? []) this.throttles.set(path, limit);
    this.main = this.serveDeployment(settings.deploymentId, settings.variables);
    const { canary, accessLog, logRoleArn } = settings;
    if (canary !== undefined) {
      this.canary = this.serveDeployment(canary.deploymentId, { ...settings.variables, ...canary.variables });
    }
    if (accessLog !== undefined && logRoleArn !== undefined) {
      const writer = { type: "role", arn: logRoleArn, session: "apigateway" } as const;
      this.accessLog = new AccessLog(kernel, accessLog, api.id, settings.name, writer);
    }
    this.chance = kernel.chance.fork(`canary ${api.id}/${settings.name}`);
  }

  /** Limits a method, or with the path `*` and method `*` each method that has no limit of its own. */
  setThrottle(methodPath: string, limit: RateLimit | undefined): void {
    if (limit === undefined) this.throttles.delete(methodPath);
    else this.throttles.set(methodPath, limit);
    this.buckets = new Map();
  }

  async serve(request: HttpRequest, target: Target): Promise<HttpResponse> {
    const exchange = this.exchange(request, target);
    const { canary } = this.settings;
    exchange.canary = canary !== undefined && this.chance.happens(canary.percent / 100);
    const deployment = exchange.canary ? (this.canary ?? this.main) : this.main;
    return finish(exchange, await deployment.serve(exchange), this.accessLog, ownHeaders(exchange));
  }

  answerMalformed(request: HttpRequest, target: Target): HttpResponse {
    const exchange = this.exchange(request, target);
    // The access log has the request already: with the status that the function wanted.
    return finish(exchange, this.main.refuse(exchange, internalError(502)), undefined, ownHeaders(exchange));
  }

  private exchange(request: HttpRequest, target: Target): Exchange {
    const exchange = new Exchange(this.kernel, request, target);
    exchange.requestId = this.kernel.ids.uuid();
    return exchange;
  }

  private serveDeployment(id: string, stageVariables: Readonly<Record<string, string>>): ServedDeployment {
    return new ServedDeployment(
      {
        kernel: this.kernel,
        apiId: this.api.id,
        deploymentId: id,
        stageVariables,
        policy: () => this.api.policy,
        meter: (exchange, method) => this.meter(exchange, method),
      },
      this.api.deployment(id).definition,
    );
  }

  private meter(exchange: Exchange, method: MethodDefinition): Refusal | undefined {
    const nowMs = exchange.atMs;
    const path = exchange.resourcePath ?? "/";
    if (method.apiKeyRequired) {
      const value = exchange.header("x-api-key");
      const use = this.plans.use(value, this.api.id, this.settings.name, `${path}/${exchange.method}`, nowMs);
      if (use === "invalid") return refuse("INVALID_API_KEY", "Forbidden");
      if (use === "throttled") return refuse("THROTTLED", "Too Many Requests");
      if (use === "over quota") return refuse("QUOTA_EXCEEDED", "Limit Exceeded");
      exchange.apiKey = use;
    }
    if (this.throttles.size === 0) return undefined;
    const bucket = this.bucket(`${path.slice(1)}/${method.httpMethod}`, nowMs);
    return bucket === null || bucket.take(nowMs) ? undefined : refuse("THROTTLED", "Too Many Requests");
  }

  /** The bucket of a method; null where nothing limits it. */
  private bucket(methodPath: string, nowMs: number): TokenBucket | null {
    let bucket = this.buckets.get(methodPath);
    if (bucket === undefined) {
      const limit = this.throttles.get(methodPath) ?? this.throttles.get("*/*");
      bucket = limit === undefined ? null : new TokenBucket(limit, nowMs);
      this.buckets.set(methodPath, bucket);
    }
    return bucket;
  }
}

/** What API Gateway adds to every answer. */
function ownHeaders(exchange: Exchange): Record<string, string> {
  return {
    "x-amzn-requestid": exchange.requestId,
    "x-amz-apigw-id": exchange.extendedRequestId,
    "x-amzn-trace-id": exchange.traceHeader,
  };
}
