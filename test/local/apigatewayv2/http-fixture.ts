import { INVOKE_ARN } from "../apigateway/fake-lambda";
import type { Harness } from "../apigateway/gateway-harness";
import { ISSUER } from "../apigateway/token-fixture";

/** Builds an HTTP API as a stack would; it has one integration, which every route leads to. */
export class HttpFixture {
  private constructor(
    private readonly cloud: Harness,
    readonly id: string,
    readonly endpoint: string,
    readonly integrationId: string,
  ) {}

  static async create(
    cloud: Harness,
    settings: {
      readonly api?: Readonly<Record<string, unknown>>;
      readonly integration?: Readonly<Record<string, unknown>>;
    } = {},
  ): Promise<HttpFixture> {
    const api = await cloud.apply("aws_apigatewayv2_api", "api", {
      name: "dev-test-api",
      protocol_type: "HTTP",
      ...settings.api,
    });
    const integration = await cloud.apply("aws_apigatewayv2_integration", "function", {
      api_id: api["id"],
      integration_type: "AWS_PROXY",
      integration_uri: INVOKE_ARN,
      payload_format_version: "2.0",
      ...settings.integration,
    });
    return new HttpFixture(cloud, String(api["id"]), String(api["api_endpoint"]), String(integration["id"]));
  }

  async route(routeKey: string, settings: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.cloud.apply("aws_apigatewayv2_route", routeKey, {
      api_id: this.id,
      route_key: routeKey,
      target: `integrations/${this.integrationId}`,
      ...settings,
    });
  }

  /** A stage that deploys by itself; the result is its URL. */
  async stage(settings: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const name = String(settings["name"] ?? "$default");
    const attributes = await this.cloud.apply("aws_apigatewayv2_stage", name, {
      api_id: this.id,
      name,
      auto_deploy: true,
      ...settings,
    });
    return String(attributes["invoke_url"]);
  }

  /** A JWT authorizer for the tokens of the fixture's pool; the result is its id. */
  async authorizer(
    audience: readonly string[] = ["web"],
    identitySource = "$request.header.Authorization",
  ): Promise<string> {
    const attributes = await this.cloud.apply("aws_apigatewayv2_authorizer", "users", {
      api_id: this.id,
      name: "users",
      authorizer_type: "JWT",
      identity_sources: [identitySource],
      jwt_configuration: { audience, issuer: ISSUER },
    });
    return String(attributes["id"]);
  }
}

/** An API with these routes and a `$default` stage; the result is its URL. */
export async function deployedHttpApi(cloud: Harness, ...routeKeys: string[]): Promise<string> {
  const api = await HttpFixture.create(cloud);
  for (const routeKey of routeKeys) await api.route(routeKey);
  return api.stage();
}
