import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { bool, text } from "../../../terraform/arguments";
import type { ApiGatewayState } from "../state";
import { stableId } from "./shared-arguments";

const schema = z.strictObject({
  rest_api_id: text,
  name: text,
  validate_request_body: bool.default(false),
  validate_request_parameters: bool.default(false),
});

/** aws_api_gateway_request_validator */
export function requestValidator(
  kernel: Kernel,
  state: ApiGatewayState,
): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_api_gateway_request_validator",
    arguments: schema,
    replacedBy: ["rest_api_id"],
    apply(config, { address, prior }) {
      const id = String(prior?.attributes["id"] ?? stableId(kernel, address, 6));
      state.restApi(config.rest_api_id).validators.set(id, {
        body: config.validate_request_body,
        parameters: config.validate_request_parameters,
      });
      return { ...config, id };
    },
    remove({ rest_api_id }, attributes) {
      state.restApis.get(rest_api_id)?.validators.delete(String(attributes["id"]));
    },
  };
}
