import { type Arguments, block, numberOr } from "./engine/arguments";
import type { Rule } from "./engine/rule";
import type { Resource } from "./engine/stack-view";

/** One caller does not use up the account. */
export const throttling: Rule = {
  id: "throttling",
  title: "Every stage of an API has a limit of its own for requests per second and bursts.",
  why: "All APIs of an account share one quota: a flood on one of them turns away the callers of all, and is paid for.",
  source: {
    title: "Throttle requests to your REST APIs for better throughput in API Gateway",
    url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html",
  },
  mend: 'Set default_route_settings of an aws_apigatewayv2_stage, or aws_api_gateway_method_settings for "*/*", with throttling_rate_limit and throttling_burst_limit.',
  *check(stack) {
    for (const at of stack.all("aws_apigatewayv2_stage")) {
      if (!isLimited(block(at.args, "default_route_settings")))
        yield { at, detail: "has no throttling of its routes." };
    }
    for (const at of stack.all("aws_api_gateway_stage")) {
      const settings = stack
        .all("aws_api_gateway_method_settings")
        .find(({ args }) => args["method_path"] === "*/*" && isStage(at, args));
      if (!isLimited(block(settings?.args ?? {}, "settings")))
        yield { at, detail: "has no throttling of its methods." };
    }
  },
};

function isStage(stage: Resource, { stage_name, rest_api_id }: Arguments): boolean {
  return (
    stage.stack.mayMean(stage_name, stage) ||
    (stage_name === stage.args["stage_name"] && rest_api_id === stage.args["rest_api_id"])
  );
}

function isLimited(settings: Arguments | undefined): boolean {
  // Terraform takes -1, its default, for no limit; an expression is somebody's limit.
  return ["throttling_rate_limit", "throttling_burst_limit"].every(
    (limit) => (numberOr(settings?.[limit], -1) ?? 1) > 0,
  );
}
