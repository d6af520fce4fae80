import * as z from "zod";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { block, blocks, bool, number, text } from "../../../terraform/arguments";
import { localUrl } from "../../apigateway/public/exchange";
import { inertTags, tagArguments, textMap } from "../../apigateway/resources/shared-arguments";
import type { ApiGatewayState } from "../../apigateway/state";
import { HttpStage, type HttpStageSettings } from "../http-stage";

const routeSettings = {
  // As on AWS, where the provider sends zero for what is not set, and zero lets nothing through.
  throttling_burst_limit: number.default(0),
  throttling_rate_limit: number.default(0),
  data_trace_enabled: bool.optional(),
  detailed_metrics_enabled: bool.optional(),
  logging_level: text.optional(),
};

const schema = z.strictObject({
  api_id: text,
  name: text.refine((name) => /^(\$default|[\w-]+)$/.test(name), {
    error: "a stage's name has letters, digits, _ and -, or is $default",
  }),
  auto_deploy: bool.default(false),
  deployment_id: text.optional(),
  description: text.optional(),
  stage_variables: textMap.default({}),
  access_log_settings: block(z.strictObject({ destination_arn: text, format: text })).optional(),
  default_route_settings: block(z.strictObject(routeSettings)).optional(),
  route_settings: blocks(z.strictObject({ route_key: text, ...routeSettings })),
  ...tagArguments,
});

type Config = z.infer<typeof schema>;

/** aws_apigatewayv2_stage */
export function stage(kernel: Kernel, state: ApiGatewayState): ResourceType<Config> {
  const metrics = "there are no metrics of API Gateway's own";
  return {
    type: "aws_apigatewayv2_stage",
    arguments: schema,
    inert: {
      ...inertTags,
      description: "a text for people",
      "default_route_settings.data_trace_enabled": "for WebSocket APIs",
      "default_route_settings.detailed_metrics_enabled": metrics,
      "default_route_settings.logging_level": "for WebSocket APIs",
      "route_settings.data_trace_enabled": "for WebSocket APIs",
      "route_settings.detailed_metrics_enabled": metrics,
      "route_settings.logging_level": "for WebSocket APIs",
    },
    replacedBy: ["api_id", "name"],
    apply(config) {
      const api = state.httpApi(config.api_id);
      const { name, deployment_id } = config;
      if (deployment_id !== undefined && !api.deployments.has(deployment_id)) {
        throw new AwsError("NotFoundException", `Unable to find Deployment by ID ${deployment_id}`, 404);
      }
      api.stages.set(name, new HttpStage(kernel, api, stageSettings(config)));
      return {
        ...config,
        id: name,
        arn: `arn:${kernel.partition}:apigateway:${kernel.region}::/apis/${api.id}/stages/${name}`,
        execution_arn: kernel.arn("execute-api", `${api.id}/${name}`),
        invoke_url: localUrl(kernel, api.id, name),
      };
    },
    remove({ api_id, name }) {
      state.httpApis.get(api_id)?.stages.delete(name);
    },
  };
}

function stageSettings(config: Config): HttpStageSettings {
  const { access_log_settings: log, default_route_settings: defaults } = config;
  return {
    name: config.name,
    autoDeploy: config.auto_deploy,
    deploymentId: config.deployment_id,
    variables: config.stage_variables,
    accessLog: log && { destinationArn: log.destination_arn, format: log.format },
    throttle: defaults && rateLimit(defaults),
    routeThrottles: new Map(config.route_settings.map((route) => [route.route_key, rateLimit(route)])),
  };
}

function rateLimit(settings: { throttling_rate_limit: number; throttling_burst_limit: number }) {
  return { rate: settings.throttling_rate_limit, burst: settings.throttling_burst_limit };
}
