import * as z from "zod";
import type { ResourceType } from "../../../kernel/service";
import { block, bool, number, text } from "../../../terraform/arguments";
import type { ApiGatewayState } from "../state";
import { off } from "./stage";

const schema = z.strictObject({
  rest_api_id: text,
  stage_name: text,
  method_path: text,
  settings: block(
    z.strictObject({
      throttling_burst_limit: number.default(-1),
      throttling_rate_limit: number.default(-1),
      caching_enabled: off.optional(),
      cache_data_encrypted: bool.optional(),
      cache_ttl_in_seconds: number.optional(),
      require_authorization_for_cache_control: bool.optional(),
      unauthorized_cache_control_header_strategy: text.optional(),
      data_trace_enabled: bool.optional(),
      logging_level: text.optional(),
      metrics_enabled: bool.optional(),
    }),
  ),
});

/** aws_api_gateway_method_settings: throttling of a stage's methods. */
export function methodSettings(state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_api_gateway_method_settings",
    arguments: schema,
    inert: {
      "settings.cache_data_encrypted": "answers are not cached",
      "settings.cache_ttl_in_seconds": "answers are not cached",
      "settings.require_authorization_for_cache_control": "answers are not cached",
      "settings.unauthorized_cache_control_header_strategy": "answers are not cached",
      "settings.data_trace_enabled": "the console shows each request with its payload",
      "settings.logging_level": "execution logs are not written; access logs are",
      "settings.metrics_enabled": "there are no metrics of API Gateway's own",
    },
    replacedBy: ["rest_api_id", "stage_name", "method_path"],
    apply(config) {
      const { rest_api_id, stage_name, method_path, settings } = config;
      const { throttling_rate_limit: rate, throttling_burst_limit: burst } = settings;
      // Below zero stands for no limit of its own.
      const limit = rate < 0 || burst < 0 ? undefined : { rate, burst };
      state.restApi(rest_api_id).stage(stage_name).setThrottle(methodKey(method_path), limit);
      return { ...config, id: `${rest_api_id}-${stage_name}-${method_path}` };
    },
    remove({ rest_api_id, stage_name, method_path }) {
      const stage = state.restApis.get(rest_api_id)?.stages.get(stage_name);
      stage?.setThrottle(methodKey(method_path), undefined);
    },
  };
}

/** Slashes in paths may be written as AWS's patch paths write them. */
function methodKey(methodPath: string): string {
  return methodPath.replaceAll("~1", "/").replace(/^\/(?=.)/, "");
}
