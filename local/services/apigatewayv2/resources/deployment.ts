import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { text } from "../../../terraform/arguments";
import { textMap } from "../../apigateway/resources/shared-arguments";
import type { ApiGatewayState } from "../../apigateway/state";

const schema = z.strictObject({
  api_id: text,
  description: text.optional(),
  triggers: textMap.optional(),
});

/** aws_apigatewayv2_deployment: what the API is at the time it is made. */
export function deployment(kernel: Kernel, state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_apigatewayv2_deployment",
    arguments: schema,
    inert: { description: "a text for people" },
    replacedBy: ["api_id", "triggers"],
    apply(config, { prior }) {
      const api = state.httpApi(config.api_id);
      const id = String(prior?.attributes["id"] ?? kernel.ids.text(6));
      if (prior === undefined) api.deployments.set(id, api.definition);
      return { ...config, id, auto_deployed: false };
    },
    remove({ api_id }, attributes) {
      state.httpApis.get(api_id)?.deployments.delete(String(attributes["id"]));
    },
  };
}
