import type { Kernel } from "../../kernel/kernel";
import type { HttpResponse } from "../../kernel/service";
import type { Hop } from "../../kernel/trace";
import type { Exchange } from "../apigateway/public/exchange";
import { lambdaArn } from "../apigateway/public/lambda-target";
import { namedParameters, parameterNames, SegmentTrie } from "../apigateway/public/segment-trie";
import { recordHop } from "../apigateway/public/trace-hop";
import { Cors } from "./cors";
import type { HttpDefinition, RouteDefinition } from "./http-api";
import { JwtAuthorizer } from "./jwt-authorizer";
import { LambdaRoute } from "./lambda-route";
import { internalError, type Refusal, refuse } from "./refusal";
import { type RouteGate, routeGate } from "./route-gate";

/** The most that API Gateway takes in one request. */
const LARGEST_BODY_BYTES = 10 * 1024 * 1024;

const NOTHING = Buffer.alloc(0);

interface ServedRoute {
  readonly key: string;
  readonly path: string;
  readonly parameterNames: readonly string[];
  readonly gate: RouteGate | undefined;
  readonly integration: LambdaRoute | undefined;
}

/** An HTTP API's definition, compiled for one stage. */
export class ServedHttpApi {
  private readonly routes = new SegmentTrie<Map<string, ServedRoute>>();
  private defaultRoute: ServedRoute | undefined;
  private readonly cors: Cors | undefined;

  /**
   * @param isThrottled - counts a request to a route against the stage's limits
   * @throws UnsupportedError for an integration with anything but a function
   */
  constructor(
    private readonly kernel: Kernel,
    readonly definition: HttpDefinition,
    private readonly stageVariables: Readonly<Record<string, string>>,
    private readonly isThrottled: (routeKey: string, nowMs: number) => boolean,
  ) {
    const { settings, authorizers, routes } = definition;
    this.cors = settings.cors && new Cors(settings.cors);
    const compiled = new Map([...authorizers].map(([id, one]) => [id, new JwtAuthorizer(kernel, one)]));
    for (const route of routes.values()) this.add(route, compiled);
  }

  async serve(exchange: Exchange): Promise<HttpResponse> {
    const preflight = this.cors?.isPreflight(exchange) ?? false;
    const route = this.find(exchange);
    const gate = route?.gate;
    const refusal: Refusal | undefined =
      this.refusal(exchange, route, preflight) ?? (gate && (await refusalAt(gate, exchange)));
    recordHop(this.kernel, exchange, outcomeOf(refusal), refusal?.message);
    const response: HttpResponse | Refusal = refusal ?? (await this.answer(exchange, route, preflight));
    const { message } = response as Partial<Refusal>;
    if (message !== undefined) exchange.error = { message };
    if (this.cors === undefined) return response;
    const { status, headers, body } = response;
    const own = Object.entries(headers).filter(([name]) => !name.startsWith("access-control-"));
    return {
      status,
      headers: { ...Object.fromEntries(own), ...this.cors.headers(exchange, preflight) },
      body,
    };
  }

  private answer(
    exchange: Exchange,
    route: ServedRoute | undefined,
    preflight: boolean,
  ): HttpResponse | Refusal | Promise<HttpResponse | Refusal> {
    // A preflight never reaches the function, but a route that takes OPTIONS lets its authorizer decide first.
    if (preflight) return { status: 204, headers: {}, body: NOTHING };
    return route?.integration?.answer(exchange) ?? internalError();
  }

  private find(exchange: Exchange): ServedRoute | undefined {
    const { method } = exchange;
    if (this.definition.settings.endpointDisabled) return undefined;
    const match = this.routes.match(exchange.path, (methods) => methods.has(method) || methods.has("ANY"));
    const route = match?.value.get(method) ?? match?.value.get("ANY") ?? this.defaultRoute;
    if (route !== undefined)
      exchange.parameters = namedParameters(route.parameterNames, match?.captures ?? []);
    exchange.routeKey = route?.key;
    exchange.resourcePath = route?.path;
    return route;
  }

  private refusal(
    exchange: Exchange,
    route: ServedRoute | undefined,
    preflight: boolean,
  ): Refusal | undefined {
    if (route === undefined) return preflight ? undefined : refuse(404, "Not Found");
    if (exchange.request.body.length > LARGEST_BODY_BYTES) return refuse(413, "Request Entity Too Large");
    return this.isThrottled(route.key, exchange.atMs) ? refuse(429, "Too Many Requests") : undefined;
  }

  private add(route: RouteDefinition, authorizers: ReadonlyMap<string, JwtAuthorizer>): void {
    const [method = "", path = ""] = route.key.split(" ");
    const served: ServedRoute = {
      key: route.key,
      path: route.key === "$default" ? route.key : path,
      parameterNames: parameterNames(path),
      gate: routeGate(this.kernel, route, authorizers),
      integration: this.integration(route),
    };
    if (route.key === "$default") {
      this.defaultRoute = served;
      return;
    }
    const methods = this.routes.get(path) ?? new Map<string, ServedRoute>();
    methods.set(method, served);
    this.routes.add(path, methods);
  }

  private integration({ integrationId, key }: RouteDefinition): LambdaRoute | undefined {
    const integration = this.definition.integrations.get(integrationId);
    if (integration === undefined) return undefined;
    const { stageVariables } = this;
    const target = {
      functionArn: lambdaArn(integration.uri, stageVariables),
      credentialsArn: integration.credentialsArn,
      timeoutMs: integration.timeoutMs,
    };
    const frame = {
      key,
      stageVariables: Object.keys(stageVariables).length === 0 ? undefined : stageVariables,
    };
    return new LambdaRoute(this.kernel, target, integration.payloadFormat, frame);
  }
}

function outcomeOf(refusal: Refusal | undefined): Hop["outcome"] {
  if (refusal === undefined) return "ok";
  return refusal.status === 401 || refusal.status === 403 ? "denied" : "error";
}

async function refusalAt(gate: RouteGate, exchange: Exchange): Promise<Refusal | undefined> {
  const admission = await gate(exchange);
  if ("status" in admission) return admission;
  exchange.admission = admission;
  return undefined;
}
