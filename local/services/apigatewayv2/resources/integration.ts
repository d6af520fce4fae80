import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { number, text } from "../../../terraform/arguments";
import { lambdaArn } from "../../apigateway/public/lambda-target";
import { stableId } from "../../apigateway/resources/shared-arguments";
import type { ApiGatewayState } from "../../apigateway/state";

const schema = z.strictObject({
  api_id: text,
  integration_type: z.literal("AWS_PROXY", {
    error: "the local cloud models integrations of the type AWS_PROXY with a function",
  }),
  integration_uri: text,
  integration_method: text.optional(),
  connection_type: z.literal("INTERNET").optional(),
  credentials_arn: text.optional(),
  description: text.optional(),
  payload_format_version: z.enum(["1.0", "2.0"]).default("1.0"),
  timeout_milliseconds: number
    .refine((ms) => ms >= 50 && ms <= 30_000, { error: "a timeout is between 50 and 30 000 ms" })
    .default(30_000),
});

/** aws_apigatewayv2_integration with a function. */
export function integration(kernel: Kernel, state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_apigatewayv2_integration",
    arguments: schema,
    inert: {
      description: "a text for people",
      integration_method: "functions are always invoked with POST",
    },
    replacedBy: ["api_id", "integration_type"],
    apply(config, { address, prior }) {
      const id = String(prior?.attributes["id"] ?? stableId(kernel, address, 7));
      // Says at once, and not at the first request, that a target is not modelled.
      lambdaArn(config.integration_uri, {});
      state.httpApi(config.api_id).setIntegration(id, {
        uri: config.integration_uri,
        payloadFormat: config.payload_format_version,
        timeoutMs: config.timeout_milliseconds,
        credentialsArn: config.credentials_arn,
      });
      return { ...config, id, integration_response_selection_expression: "" };
    },
    remove({ api_id }, attributes) {
      state.httpApis.get(api_id)?.remove("integration", String(attributes["id"]));
    },
  };
}
