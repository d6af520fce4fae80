import * as z from "zod";
import { isoTime } from "../../../kernel/clock";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { text } from "../../../terraform/arguments";
import { localUrl } from "../public/exchange";
import type { ApiGatewayState } from "../state";
import { textMap } from "./shared-arguments";

const schema = z.strictObject({
  rest_api_id: text,
  description: text.optional(),
  triggers: textMap.optional(),
});

/** aws_api_gateway_deployment: what the API is at the time it is made. */
export function deployment(kernel: Kernel, state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_api_gateway_deployment",
    arguments: schema,
    inert: { description: "a text for people" },
    replacedBy: ["rest_api_id", "triggers"],
    apply(config, { prior }) {
      const api = state.restApi(config.rest_api_id);
      // A new one each time: the old deployment and the one that replaces it exist side by side for a while.
      const id = String(prior?.attributes["id"] ?? kernel.ids.text(6));
      const { createdAtMs } = prior === undefined ? api.deploy(id, kernel.clock.now()) : api.deployment(id);
      return {
        ...config,
        id,
        created_date: isoTime(createdAtMs),
        execution_arn: `${kernel.arn("execute-api", api.id)}/`,
        invoke_url: `${localUrl(kernel, api.id)}/`,
      };
    },
    remove({ rest_api_id }, attributes) {
      state.restApis.get(rest_api_id)?.deployments.delete(String(attributes["id"]));
    },
  };
}
