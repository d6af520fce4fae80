import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { block, bool, number, text } from "../../../terraform/arguments";
import { localUrl } from "../../apigateway/public/exchange";
import { inertTags, stableId, tagArguments } from "../../apigateway/resources/shared-arguments";
import type { ApiGatewayState } from "../../apigateway/state";
import type { CorsSettings } from "../cors";
import { HttpApi } from "../http-api";

const cors = z.strictObject({
  allow_credentials: bool.default(false),
  allow_headers: z.array(text).default([]),
  allow_methods: z.array(text).default([]),
  allow_origins: z.array(text).default([]),
  expose_headers: z.array(text).default([]),
  max_age: number.optional(),
});

const schema = z.strictObject({
  name: text,
  protocol_type: z.literal("HTTP", { error: "the local cloud models HTTP APIs, no WebSocket APIs" }),
  cors_configuration: block(cors).optional(),
  description: text.optional(),
  disable_execute_api_endpoint: bool.default(false),
  api_key_selection_expression: text.optional(),
  ip_address_type: text.optional(),
  route_selection_expression: text.optional(),
  version: text.optional(),
  ...tagArguments,
});

/** aws_apigatewayv2_api of the protocol HTTP; its id follows from the address. */
export function api(kernel: Kernel, state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_apigatewayv2_api",
    arguments: schema,
    inert: {
      ...inertTags,
      api_key_selection_expression: "for WebSocket APIs",
      ip_address_type: "there is one local endpoint",
      route_selection_expression: "for WebSocket APIs",
      version: "a text for people",
    },
    replacedBy: ["protocol_type"],
    apply(config, { address, prior }) {
      const id = String(prior?.attributes["id"] ?? stableId(kernel, address));
      const settings = {
        name: config.name,
        description: config.description,
        cors: config.cors_configuration && corsSettings(config.cors_configuration),
        endpointDisabled: config.disable_execute_api_endpoint,
      };
      const known = state.httpApis.get(id) ?? new HttpApi(id, kernel.clock.now(), settings);
      known.settings = settings;
      state.httpApis.set(id, known);
      return {
        ...config,
        id,
        arn: `arn:${kernel.partition}:apigateway:${kernel.region}::/apis/${id}`,
        api_endpoint: localUrl(kernel, id),
        execution_arn: kernel.arn("execute-api", id),
      };
    },
    remove(_config, attributes) {
      state.httpApis.delete(String(attributes["id"]));
    },
  };
}

function corsSettings(config: z.infer<typeof cors>): CorsSettings {
  return {
    allowCredentials: config.allow_credentials,
    allowHeaders: config.allow_headers,
    allowMethods: config.allow_methods,
    allowOrigins: config.allow_origins,
    exposeHeaders: config.expose_headers,
    maxAgeSeconds: config.max_age,
  };
}
