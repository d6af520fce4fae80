import { createHash } from "node:crypto";
import { ApiGatewayAuthorizer } from "@cdktf/provider-aws/lib/api-gateway-authorizer";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { DefaultTokenResolver, StringConcat, type TerraformResource, Tokenization } from "cdktf";
import { Construct } from "constructs";
import { ConfigCheck } from "../config-check";
import { EnvironmentContext } from "../environment-context";
import type { PlatformFunction } from "../function";
import { addGatewayResponses } from "./gateway-responses";
import { checkRestPaths } from "./path-rules";
import { addPreflights } from "./rest-cors";
import { addMethods, addResources, type ResourceIds } from "./rest-routes";
import { addStage, type CanaryProps, checkCanary } from "./rest-stage";
import {
  type BaseRoute,
  type CorsProps,
  checkCors,
  checkHandlerTimeout,
  checkRoutes,
  checkThrottling,
  type ThrottlingProps,
} from "./routes";
import { addUsagePlan, checkUsagePlan, type UsagePlanProps } from "./usage-plan";

/** A route of a REST API. */
export interface RestRoute extends BaseRoute {
  /**
   * Who may call: anyone, or a signed-in user. Without `scopes` the id token is asked for, with
   * `scopes` the access token; so has Cognito's authorizer it.
   */
  readonly auth: "none" | "user";
  /**
   * JSON schema (draft 4) of the request body. What does not match is answered with 400 before the function.
   * @defaultValue any body
   */
  readonly requestModel?: Readonly<Record<string, unknown>>;
  /**
   * Whether the caller must send a key of the usage plan in `x-api-key`.
   * @defaultValue false
   */
  readonly apiKeyRequired?: boolean;
}

export interface RestApiProps {
  /** Service that the API belongs to, in kebab-case. */
  readonly service: string;
  /** What it is within the service, in kebab-case: `api`. */
  readonly name: string;
  /** The function that answers every route; its timeout must be below 29 s. */
  readonly handler: PlatformFunction;
  /**
   * What the API answers. Terraform makes the deployment of a new definition before it destroys what is gone from it,
   * so a route that is taken out stays in that deployment, without the permission to call the function: it answers 500
   * until the next one. Apply, then change `redeploy` and apply again.
   */
  readonly routes: readonly RestRoute[];
  /**
   * Any text; another one makes a new deployment of the same definition.
   * @defaultValue ""
   */
  readonly redeploy?: string;
  /** User pools whose tokens count. Required where a route has `auth: "user"`. */
  readonly userPoolArns?: readonly string[];
  /**
   * The one origin that may call, or `*`. API Gateway answers preflight requests; the function learns the
   * origin from CORS_ORIGINS and must send it back itself.
   * @defaultValue no other origin may call
   */
  readonly cors?: CorsProps;
  /** @defaultValue the environment's throttling */
  readonly throttling?: ThrottlingProps;
  /**
   * Keys and limits per caller.
   * @defaultValue no usage plan
   */
  readonly usagePlan?: UsagePlanProps;
  /**
   * Try a new definition on a share of the requests first.
   * @defaultValue every request gets the newest definition
   */
  readonly canary?: CanaryProps;
}

/** How long a REST API waits for its integration at most. */
const INTEGRATION_TIMEOUT_SECONDS = 29;

/** A REST API in front of one function: validated requests, Cognito authorizer, problem+json errors, one stage. */
export class RestApi extends Construct {
  /** Physical name. */
  readonly name: string;
  readonly apiId: string;
  /** URL of the stage, to which paths are appended. */
  readonly url: string;
  private readonly apiKeyIds: ReadonlyMap<string, string>;

  /** @throws ModuleConfigError when a route, an origin, a limit or an option breaks the rules. */
  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    const context = EnvironmentContext.of(this);
    const { service, handler, routes, userPoolArns = [], cors, throttling = context.throttling } = props;
    const { usagePlan, canary, redeploy = "" } = props;

    const check = new ConfigCheck(this);
    this.name = check.physicalName("api", service, props.name);
    checkRoutes(check, routes);
    checkRestPaths(check, routes);
    checkCors(check, cors);
    check.that(
      cors === undefined || cors.origins.length <= 1,
      `cors.origins has ${cors?.origins.length} entries; a REST API answers with one. Choose it, use "*", or an HttpApi.`,
    );
    checkThrottling(check, throttling);
    checkHandlerTimeout(check, handler, INTEGRATION_TIMEOUT_SECONDS);
    const wantsTokens = routes.some((route) => route.auth === "user");
    check.that(
      !wantsTokens || userPoolArns.length > 0,
      'a route has auth "user", but userPoolArns is empty. Pass the ARN of the user pool.',
    );
    checkUsagePlan(check, usagePlan, routes);
    checkCanary(check, canary);
    check.done();
    const origin = cors?.origins[0];
    if (origin !== undefined) handler.addEnvironment("CORS_ORIGINS", origin, this);

    const api = new ApiGatewayRestApi(this, "api", {
      name: this.name,
      endpointConfiguration: { types: ["REGIONAL"] },
    });
    this.apiId = api.id;
    const authorizer = wantsTokens
      ? new ApiGatewayAuthorizer(this, "authorizer", {
          restApiId: api.id,
          name: "users",
          type: "COGNITO_USER_POOLS",
          providerArns: [...userPoolArns],
        })
      : undefined;

    const resources = addResources(this, api, routes);
    const deployed = [
      ...addMethods({ scope: this, api, resources, routes, handler, authorizer, stage: context.environment }),
      ...addGatewayResponses(this, api, origin),
      ...(origin === undefined ? [] : addPreflights(this, api, resources, routes, origin)),
    ];

    const stage = addStage({
      scope: this,
      api,
      apiName: this.name,
      definition: fingerprint(this, resources, deployed),
      triggers: {
        handler: handler.invokeArn,
        users: userPoolArns.join(","),
        ...(redeploy === "" ? {} : { redeploy }),
      },
      deployed,
      throttling,
      canary,
    });
    this.url = stage.invokeUrl;
    this.apiKeyIds =
      usagePlan === undefined ? new Map() : addUsagePlan(this, this.name, api, stage, usagePlan);
  }

  /**
   * The id of a key of the usage plan, with which its value is fetched for whoever gets it:
   * `aws apigateway get-api-key --include-value --api-key <id>`.
   *
   * @throws Error when the usage plan has no key of the name.
   */
  apiKeyId(name: string): string {
    const id = this.apiKeyIds.get(name);
    if (id === undefined) {
      throw new Error(
        `${this.node.path}: the usage plan has no key "${name}". Known keys: ${[...this.apiKeyIds.keys()].join(", ")}.`,
      );
    }
    return id;
  }
}

/** What a deployment takes its picture of, in short. */
function fingerprint(
  scope: Construct,
  resources: ResourceIds,
  deployed: readonly TerraformResource[],
): string {
  const definition = Tokenization.resolve(
    // The id of a resource does not tell its path: "/price_list" and "/price-list" have the same.
    [[...resources], ...deployed.map((each) => each.toTerraform())],
    { scope, resolver: new DefaultTokenResolver(new StringConcat()) },
  );
  return createHash("sha256").update(JSON.stringify(definition)).digest("hex").slice(0, 16);
}
