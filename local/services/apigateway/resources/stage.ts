import * as z from "zod";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { block, bool, number, text } from "../../../terraform/arguments";
import { localUrl } from "../public/exchange";
import { RestStage } from "../rest/rest-stage";
import type { ApiGatewayState } from "../state";
import { inertTags, tagArguments, textMap } from "./shared-arguments";

/** What is off unless somebody turns it on, which the local cloud cannot. */
export const off = bool.refine((on) => !on, {
  error: "the local cloud does not cache answers: leave it out or false",
});

const schema = z.strictObject({
  rest_api_id: text,
  stage_name: text,
  deployment_id: text,
  description: text.optional(),
  documentation_version: text.optional(),
  variables: textMap.default({}),
  cache_cluster_enabled: off.optional(),
  cache_cluster_size: text.optional(),
  xray_tracing_enabled: bool.optional(),
  access_log_settings: block(z.strictObject({ destination_arn: text, format: text })).optional(),
  canary_settings: block(
    z.strictObject({
      deployment_id: text,
      percent_traffic: number.default(0),
      stage_variable_overrides: textMap.default({}),
      use_stage_cache: bool.optional(),
    }),
  ).optional(),
  ...tagArguments,
});

type Config = z.infer<typeof schema>;

/** aws_api_gateway_stage */
export function stage(kernel: Kernel, state: ApiGatewayState): ResourceType<Config> {
  return {
    type: "aws_api_gateway_stage",
    arguments: schema,
    inert: {
      ...inertTags,
      cache_cluster_size: "answers are not cached",
      description: "a text for people",
      documentation_version: "a text for people",
      xray_tracing_enabled: "every request is traced",
    },
    replacedBy: ["rest_api_id", "stage_name"],
    apply(config) {
      const api = state.restApi(config.rest_api_id);
      const name = config.stage_name;
      const settings = stageSettings(config, state.logRoleArn);
      api.stages.set(name, new RestStage(kernel, state.usagePlans, api, settings, api.stages.get(name)));
      return {
        ...config,
        id: `ags-${api.id}-${name}`,
        arn: `arn:${kernel.partition}:apigateway:${kernel.region}::/restapis/${api.id}/stages/${name}`,
        execution_arn: kernel.arn("execute-api", `${api.id}/${name}`),
        invoke_url: localUrl(kernel, api.id, name),
        web_acl_arn: "",
      };
    },
    remove({ rest_api_id, stage_name }) {
      state.restApis.get(rest_api_id)?.stages.delete(stage_name);
    },
  };
}

function stageSettings(config: Config, logRoleArn: string | undefined) {
  const { access_log_settings: log, canary_settings: canary } = config;
  if (log !== undefined && logRoleArn === undefined) {
    throw new AwsError(
      "BadRequestException",
      "CloudWatch Logs role ARN must be set in account settings to enable logging: " +
        "deploy an aws_api_gateway_account with cloudwatch_role_arn before the stage",
    );
  }
  return {
    name: config.stage_name,
    deploymentId: config.deployment_id,
    variables: config.variables,
    accessLog: log && { destinationArn: log.destination_arn, format: log.format },
    logRoleArn,
    canary: canary && {
      deploymentId: canary.deployment_id,
      percent: canary.percent_traffic,
      variables: canary.stage_variable_overrides,
    },
  };
}
