import { INVOKE_ARN } from "./fake-lambda";
import type { Harness } from "./gateway-harness";

/** A method of the REST API under test. */
export interface MethodFixture {
  readonly path: string;
  readonly method: string;
  /** Further arguments of the method. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Arguments of the integration that differ from a Lambda proxy's. */
  readonly integration?: Readonly<Record<string, unknown>>;
}

/** Builds a REST API as a stack would, resource by resource, and deploys it to the stage `dev`. */
export class RestFixture {
  private readonly resourceIds = new Map<string, string>();

  private constructor(
    private readonly cloud: Harness,
    readonly id: string,
    rootId: string,
  ) {
    this.resourceIds.set("", rootId);
  }

  static async create(
    cloud: Harness,
    settings: Readonly<Record<string, unknown>> = {},
  ): Promise<RestFixture> {
    const api = await cloud.apply("aws_api_gateway_rest_api", "api", { name: "dev-test-api", ...settings });
    return new RestFixture(cloud, String(api["id"]), String(api["root_resource_id"]));
  }

  /** The id of a path's resource; resources that are missing are made. */
  async resource(path: string): Promise<string> {
    const key = path === "/" ? "" : path;
    const known = this.resourceIds.get(key);
    if (known !== undefined) return known;
    const [, parent = "", part = ""] = /^(.*)\/([^/]+)$/.exec(key) ?? [];
    const attributes = await this.cloud.apply("aws_api_gateway_resource", key, {
      rest_api_id: this.id,
      parent_id: await this.resource(parent === "" ? "/" : parent),
      path_part: part,
    });
    this.resourceIds.set(key, String(attributes["id"]));
    return String(attributes["id"]);
  }

  async method({ path, method, settings = {}, integration = {} }: MethodFixture): Promise<void> {
    const place = { rest_api_id: this.id, resource_id: await this.resource(path), http_method: method };
    const name = `${method} ${path}`;
    await this.cloud.apply("aws_api_gateway_method", name, { ...place, authorization: "NONE", ...settings });
    await this.cloud.apply("aws_api_gateway_integration", name, {
      ...place,
      type: "AWS_PROXY",
      integration_http_method: "POST",
      uri: INVOKE_ARN,
      ...integration,
    });
  }

  /** Deploys what there is; the result is the URL of the stage. */
  async deploy(stage: Readonly<Record<string, unknown>> = {}, trigger = "1"): Promise<string> {
    const deployment = await this.cloud.apply("aws_api_gateway_deployment", `deployment ${trigger}`, {
      rest_api_id: this.id,
      triggers: { redeployment: trigger },
    });
    const attributes = await this.cloud.apply("aws_api_gateway_stage", "stage", {
      rest_api_id: this.id,
      stage_name: "dev",
      deployment_id: deployment["id"],
      ...stage,
    });
    return String(attributes["invoke_url"]);
  }

  /** Throttles the stage's methods. */
  async methodSettings(method_path: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
    await this.cloud.apply("aws_api_gateway_method_settings", method_path, {
      rest_api_id: this.id,
      stage_name: "dev",
      method_path,
      settings,
    });
  }
}

/** An API with these methods, deployed; the result is the URL of its stage. */
export async function deployedRestApi(cloud: Harness, ...methods: MethodFixture[]): Promise<string> {
  const api = await RestFixture.create(cloud);
  for (const method of methods) await api.method(method);
  return api.deploy();
}
