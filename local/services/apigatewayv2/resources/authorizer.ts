import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { block, number, text } from "../../../terraform/arguments";
import { stableId } from "../../apigateway/resources/shared-arguments";
import type { ApiGatewayState } from "../../apigateway/state";

const schema = z.strictObject({
  api_id: text,
  name: text,
  authorizer_type: z.literal("JWT", {
    error: "the local cloud models authorizers of the type JWT, no Lambda authorizers",
  }),
  identity_sources: z
    .array(
      text.refine((source) => /^\$request\.(header|querystring)\../.test(source), {
        error: "an identity source is $request.header.<name> or $request.querystring.<name>",
      }),
    )
    .min(1),
  jwt_configuration: block(z.strictObject({ audience: z.array(text).default([]), issuer: text })),
  authorizer_result_ttl_in_seconds: number.optional(),
});

/** aws_apigatewayv2_authorizer of the type JWT. */
export function authorizer(kernel: Kernel, state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_apigatewayv2_authorizer",
    arguments: schema,
    inert: { authorizer_result_ttl_in_seconds: "tokens are checked by their own expiry" },
    replacedBy: ["api_id"],
    apply(config, { address, prior }) {
      const id = String(prior?.attributes["id"] ?? stableId(kernel, address, 6));
      state.httpApi(config.api_id).setAuthorizer(id, {
        issuer: config.jwt_configuration.issuer,
        audience: config.jwt_configuration.audience,
        identitySources: config.identity_sources,
      });
      return { ...config, id };
    },
    remove({ api_id }, attributes) {
      state.httpApis.get(api_id)?.remove("authorizer", String(attributes["id"]));
    },
  };
}
