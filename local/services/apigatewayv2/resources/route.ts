import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { text } from "../../../terraform/arguments";
import { stableId } from "../../apigateway/resources/shared-arguments";
import type { ApiGatewayState } from "../../apigateway/state";

const TARGET = "integrations/";

const schema = z.strictObject({
  api_id: text,
  route_key: text.refine(
    (key) => /^(\$default|(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) \/\S*)$/.test(key),
    { error: "a route key is a method and a path, such as GET /basket/{userName}, or $default" },
  ),
  target: text.refine((target) => target.startsWith(TARGET), {
    error: "a route leads to integrations/<id of an integration>",
  }),
  authorization_type: z
    .enum(["NONE", "JWT", "AWS_IAM"], {
      error: "the local cloud models the authorizations NONE, JWT and AWS_IAM, no Lambda authorizers",
    })
    .default("NONE"),
  authorizer_id: text.optional(),
  authorization_scopes: z.array(text).default([]),
  operation_name: text.optional(),
});

/** aws_apigatewayv2_route */
export function route(kernel: Kernel, state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_apigatewayv2_route",
    arguments: schema,
    inert: { operation_name: "a text for people" },
    replacedBy: ["api_id"],
    apply(config, { address, prior }) {
      const id = String(prior?.attributes["id"] ?? stableId(kernel, address, 7));
      state.httpApi(config.api_id).setRoute(id, {
        key: config.route_key,
        authorization: config.authorization_type,
        authorizerId: config.authorizer_id,
        scopes: config.authorization_scopes,
        integrationId: config.target.slice(TARGET.length),
      });
      return { ...config, id };
    },
    remove({ api_id }, attributes) {
      state.httpApis.get(api_id)?.remove("route", String(attributes["id"]));
    },
  };
}
