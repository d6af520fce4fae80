import * as z from "zod";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { number, text } from "../../../terraform/arguments";
import type { ApiGatewayState } from "../state";
import { stableId } from "./shared-arguments";

const HEADER = "method.request.header.";

const schema = z.strictObject({
  rest_api_id: text,
  name: text,
  type: z.literal("COGNITO_USER_POOLS", {
    error: "the local cloud models authorizers of the type COGNITO_USER_POOLS, no Lambda authorizers",
  }),
  provider_arns: z.array(text).min(1),
  identity_source: text
    .refine((source) => source.startsWith(HEADER), {
      error: "a token comes in a header: method.request.header.<name>",
    })
    .default(`${HEADER}Authorization`),
  identity_validation_expression: text.optional(),
  authorizer_result_ttl_in_seconds: number.optional(),
});

/** aws_api_gateway_authorizer: lets in the users of Cognito user pools. */
export function authorizer(kernel: Kernel, state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_api_gateway_authorizer",
    arguments: schema,
    inert: { authorizer_result_ttl_in_seconds: "tokens are checked by their own expiry" },
    replacedBy: ["rest_api_id"],
    apply(config, { address, prior }) {
      const { rest_api_id } = config;
      const id = String(prior?.attributes["id"] ?? stableId(kernel, address, 6));
      state.restApi(rest_api_id).authorizers.set(id, {
        name: config.name,
        issuers: config.provider_arns.map(issuerOf),
        header: config.identity_source.slice(HEADER.length).toLowerCase(),
        validation: config.identity_validation_expression,
      });
      return {
        ...config,
        id,
        arn: `arn:${kernel.partition}:apigateway:${kernel.region}::/restapis/${rest_api_id}/authorizers/${id}`,
      };
    },
    remove({ rest_api_id }, attributes) {
      state.restApis.get(rest_api_id)?.authorizers.delete(String(attributes["id"]));
    },
  };
}

/** The `iss` claim of the tokens of a user pool. */
function issuerOf(poolArn: string): string {
  const [, , service, region, , resource = ""] = poolArn.split(":");
  const poolId = /^userpool\/(.+)$/.exec(resource)?.[1];
  if (service !== "cognito-idp" || poolId === undefined) {
    throw new AwsError("BadRequestException", `Invalid Cognito user pool ARN ${poolArn}`);
  }
  return `https://cognito-idp.${region}.amazonaws.com/${poolId}`;
}
