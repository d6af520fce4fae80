import type { ApiTraffic, CostValues } from "./cost-values";
import type { Deployment } from "./deployment";
import type { Resource } from "./resource";

/** An API, what stands around it, and what is stated about its traffic. */
export interface Api {
  readonly api: Resource;
  /** Functions that answer its requests. */
  readonly functions: readonly Resource[];
  /** Undefined where the environment's values say nothing about it. */
  readonly traffic: ApiTraffic | undefined;
  /** What its stage admits, in requests per second; undefined where only the account's quota bounds it. */
  readonly ratePerSecond: number | undefined;
}

const API_TYPES = ["aws_api_gateway_rest_api", "aws_apigatewayv2_api"];

/** What an environment's values call an API: its name without the environment. */
export function trafficName(api: Resource, environment: string): string {
  return api.name.replace(new RegExp(`^${environment}-`), "");
}

/** The APIs of an environment. */
export function apisOf(deployment: Deployment, { name, traffic }: CostValues): readonly Api[] {
  return deployment.ofType(...API_TYPES).map((api) => ({
    api,
    functions: functionsOf(deployment, api),
    traffic: traffic.apis[trafficName(api, name)],
    ratePerSecond: rateOf(deployment, api),
  }));
}

function functionsOf(deployment: Deployment, api: Resource): readonly Resource[] {
  const integrations = [
    ...partsOf(deployment, api, "aws_api_gateway_integration", "rest_api_id").map((part) => ({
      part,
      uri: part.text("uri"),
    })),
    ...partsOf(deployment, api, "aws_apigatewayv2_integration", "api_id").map((part) => ({
      part,
      uri: part.text("integration_uri"),
    })),
  ];
  const functions = integrations.map(({ part, uri }) => deployment.named(part, uri, "aws_lambda_function"));
  return [...new Set(functions.filter((fn) => fn !== undefined))];
}

function rateOf(deployment: Deployment, api: Resource): number | undefined {
  const stages = partsOf(deployment, api, "aws_apigatewayv2_stage", "api_id").map((stage) =>
    stage.block("default_route_settings"),
  );
  const settings = partsOf(deployment, api, "aws_api_gateway_method_settings", "rest_api_id")
    .filter((part) => part.text("method_path") === "*/*")
    .map((part) => part.block("settings"));
  return [...stages, ...settings]
    .map((block) => block.number("throttling_rate_limit"))
    .find((rate) => rate !== undefined);
}

/** Resources of a type that belong to an API, by the argument that names it. */
export function partsOf(
  deployment: Deployment,
  api: Resource,
  type: string,
  argument: string,
): readonly Resource[] {
  return deployment
    .ofType(type)
    .filter((part) => deployment.named(part, part.text(argument), ...API_TYPES) === api);
}
