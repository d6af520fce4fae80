import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { Apigatewayv2Authorizer } from "@cdktf/provider-aws/lib/apigatewayv2-authorizer";
import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { ConfigCheck } from "../config-check";
import { EnvironmentContext } from "../environment-context";
import type { PlatformFunction } from "../function";
import { accessLog } from "./access-log";
import { checkHttpPaths } from "./path-rules";
import {
  type BaseRoute,
  CORS_HEADERS,
  CORS_MAX_AGE_SECONDS,
  type CorsProps,
  checkCors,
  checkHandlerTimeout,
  checkRoutes,
  checkThrottling,
  routeArn,
  routeId,
  stateReason,
  type ThrottlingProps,
} from "./routes";
import { addServerErrorsAlarm } from "./server-errors-alarm";

/** A route of an HTTP API. */
export interface HttpRoute extends BaseRoute {
  /** Who may call: anyone, or the bearer of a token from the API's issuer. */
  readonly auth: "none" | "jwt";
}

export interface HttpApiProps {
  /** Service that the API belongs to, in kebab-case. */
  readonly service: string;
  /** What it is within the service, in kebab-case: `api`. */
  readonly name: string;
  /** The function that answers every route; its timeout must be below 30 s. */
  readonly handler: PlatformFunction;
  readonly routes: readonly HttpRoute[];
  /**
   * Whose tokens count: the issuer's URL, and for whom they must be made out (client ids).
   * Required where a route has `auth: "jwt"`.
   */
  readonly jwt?: { readonly issuer: string; readonly audience: readonly string[] };
  /** @defaultValue no other origin may call */
  readonly cors?: CorsProps;
  /** @defaultValue the environment's throttling */
  readonly throttling?: ThrottlingProps;
}

/** How long an HTTP API waits for its integration at most. */
const INTEGRATION_TIMEOUT_SECONDS = 30;
/** The stage that has no name in the URL. */
const STAGE = "$default";

/** An HTTP API in front of one function: payload 2.0, JWT authorizer, CORS, one auto-deployed stage. */
export class HttpApi extends Construct {
  /** Physical name. */
  readonly name: string;
  readonly apiId: string;
  /** URL to which paths are appended. */
  readonly url: string;

  /** @throws ModuleConfigError when a route, an origin or a limit breaks the rules. */
  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    const context = EnvironmentContext.of(this);
    const { service, handler, routes, jwt, cors, throttling = context.throttling } = props;

    const check = new ConfigCheck(this);
    this.name = check.physicalName("api", service, props.name);
    checkRoutes(check, routes);
    checkHttpPaths(check, routes);
    checkCors(check, cors);
    checkThrottling(check, throttling);
    checkHandlerTimeout(check, handler, INTEGRATION_TIMEOUT_SECONDS);
    const wantsTokens = routes.some((route) => route.auth === "jwt");
    check.that(
      !wantsTokens || (jwt !== undefined && jwt.audience.length > 0),
      'a route has auth "jwt", but jwt names no issuer and audience. Pass those of the user pool.',
    );
    check.that(
      jwt === undefined || Token.isUnresolved(jwt.issuer) || /^https:\/\/[^\s/?#]+[^\s?#]*$/.test(jwt.issuer),
      `jwt.issuer is "${jwt?.issuer}"; it must be the https URL that tokens carry as iss, such as ` +
        '"https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI".',
    );
    check.done();

    const api = new Apigatewayv2Api(this, "api", {
      name: this.name,
      protocolType: "HTTP",
      ...(cors === undefined ? {} : { corsConfiguration: corsConfiguration(cors, routes) }),
    });
    this.apiId = api.id;
    this.url = api.apiEndpoint;

    const authorizer =
      wantsTokens && jwt !== undefined
        ? new Apigatewayv2Authorizer(this, "authorizer", {
            apiId: api.id,
            name: "tokens",
            authorizerType: "JWT",
            identitySources: ["$request.header.Authorization"],
            jwtConfiguration: { issuer: jwt.issuer, audience: [...jwt.audience] },
          })
        : undefined;
    const integration = new Apigatewayv2Integration(this, "integration", {
      apiId: api.id,
      integrationType: "AWS_PROXY",
      integrationMethod: "POST",
      integrationUri: handler.invokeArn,
      payloadFormatVersion: "2.0",
      timeoutMilliseconds: INTEGRATION_TIMEOUT_SECONDS * 1000,
    });

    for (const route of routes) {
      const { method, path, auth, scopes = [] } = route;
      const made = new Apigatewayv2Route(this, `route-${routeId(method, path)}`, {
        apiId: api.id,
        routeKey: `${method} ${path}`,
        target: `integrations/${integration.id}`,
        ...(auth === "jwt" && authorizer !== undefined
          ? { authorizationType: "JWT", authorizerId: authorizer.id }
          : { authorizationType: "NONE" }),
        ...(scopes.length === 0 ? {} : { authorizationScopes: [...scopes] }),
      });
      stateReason(made, route);
      handler.grantInvoke("apigateway.amazonaws.com", routeArn(api.executionArn, STAGE, method, path), {
        scope: this,
        id: `permission-${routeId(method, path)}`,
      });
    }

    new Apigatewayv2Stage(this, "stage", {
      apiId: api.id,
      name: STAGE,
      autoDeploy: true,
      defaultRouteSettings: {
        throttlingRateLimit: throttling.rateLimit,
        throttlingBurstLimit: throttling.burstLimit,
        detailedMetricsEnabled: true,
      },
      accessLogSettings: accessLog(this, this.name, "HTTP"),
    });
    addServerErrorsAlarm(this, this.name, { metric: "5xx", dimensions: { ApiId: api.id } });
  }
}

function corsConfiguration({ origins }: CorsProps, routes: readonly HttpRoute[]) {
  return {
    allowOrigins: [...origins],
    allowMethods: [...new Set(routes.map((route) => route.method))].sort(),
    allowHeaders: CORS_HEADERS,
    exposeHeaders: ["location", "retry-after", "x-correlation-id"],
    maxAge: CORS_MAX_AGE_SECONDS,
  };
}
