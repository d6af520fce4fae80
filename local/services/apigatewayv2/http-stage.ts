import type { Kernel } from "../../kernel/kernel";
import type { HttpRequest, HttpResponse } from "../../kernel/service";
import { AccessLog, type AccessLogSettings } from "../apigateway/public/access-log";
import { type ApiIdentity, apiIdentity, Exchange, type Target } from "../apigateway/public/exchange";
import { finish } from "../apigateway/public/finish";
import { type RateLimit, TokenBucket } from "../apigateway/public/token-bucket";
import type { HttpApi } from "./http-api";
import { internalError, refuse } from "./refusal";
import { ServedHttpApi } from "./served-http-api";

export interface HttpStageSettings {
  /** `$default` serves at the root, any other below its name. */
  readonly name: string;
  /** Whether changes of the API are served at once, instead of a deployment. */
  readonly autoDeploy: boolean;
  readonly deploymentId?: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly accessLog?: AccessLogSettings | undefined;
  /** For each route that has no limit of its own. */
  readonly throttle?: RateLimit | undefined;
  /** By route key. */
  readonly routeThrottles: ReadonlyMap<string, RateLimit>;
}

/** A stage of an HTTP API. */
export class HttpStage {
  readonly identity: ApiIdentity;
  private served: ServedHttpApi | undefined;
  private readonly buckets = new Map<string, TokenBucket | null>();
  private readonly accessLog: AccessLog | undefined;

  constructor(
    private readonly kernel: Kernel,
    private readonly api: HttpApi,
    readonly settings: HttpStageSettings,
  ) {
    this.identity = apiIdentity(kernel, api.id, api.settings.name);
    if (settings.accessLog !== undefined) {
      // Log delivery is AWS's own affair here: it sets up the log group's policy by itself.
      const writer = { type: "operator" } as const;
      this.accessLog = new AccessLog(kernel, settings.accessLog, api.id, settings.name, writer);
    }
  }

  async serve(request: HttpRequest, target: Target): Promise<HttpResponse> {
    const exchange = new Exchange(this.kernel, request, target);
    const response = (await this.current()?.serve(exchange)) ?? refuse(404, "Not Found");
    return finish(exchange, response, this.accessLog, { "apigw-requestid": exchange.requestId });
  }

  answerMalformed(request: HttpRequest, target: Target): HttpResponse {
    const exchange = new Exchange(this.kernel, request, target);
    // The access log has the request already: with the status that the function wanted.
    return finish(exchange, internalError(), undefined, { "apigw-requestid": exchange.requestId });
  }

  private current(): ServedHttpApi | undefined {
    const { autoDeploy, deploymentId, variables } = this.settings;
    const definition = autoDeploy ? this.api.definition : this.api.deployments.get(deploymentId ?? "");
    if (definition === undefined) return undefined;
    if (this.served?.definition !== definition) {
      const isThrottled = (routeKey: string, nowMs: number) => this.isThrottled(routeKey, nowMs);
      this.served = new ServedHttpApi(this.kernel, definition, variables, isThrottled);
    }
    return this.served;
  }

  private isThrottled(routeKey: string, nowMs: number): boolean {
    let bucket = this.buckets.get(routeKey);
    if (bucket === undefined) {
      const limit = this.settings.routeThrottles.get(routeKey) ?? this.settings.throttle;
      bucket = limit === undefined ? null : new TokenBucket(limit, nowMs);
      this.buckets.set(routeKey, bucket);
    }
    return bucket !== null && !bucket.take(nowMs);
  }
}
