import * as z from "zod";
import type { ResourceType } from "../../../kernel/service";
import { number, text } from "../../../terraform/arguments";
import type { ApiGatewayState } from "../state";
import { httpMethod } from "./method";
import { textMap } from "./shared-arguments";

const schema = z
  .strictObject({
    rest_api_id: text,
    resource_id: text,
    http_method: httpMethod,
    type: z.enum(["AWS_PROXY", "MOCK"], {
      error: "the local cloud models integrations of the types AWS_PROXY (a function) and MOCK",
    }),
    integration_http_method: text.optional(),
    uri: text.optional(),
    credentials: text.optional(),
    connection_type: z.literal("INTERNET").optional(),
    cache_key_parameters: z.array(text).optional(),
    cache_namespace: text.optional(),
    passthrough_behavior: z.enum(["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"]).default("WHEN_NO_MATCH"),
    request_templates: textMap.default({}),
    timeout_milliseconds: number
      .refine((ms) => ms >= 50 && ms <= 300_000, { error: "a timeout is between 50 and 300 000 ms" })
      .default(29_000),
  })
  .refine(({ type, integration_http_method }) => type === "MOCK" || integration_http_method === "POST", {
    error: "functions are invoked with POST: set integration_http_method to POST, whatever the method is",
    path: ["integration_http_method"],
  })
  .refine(({ type, uri }) => type === "MOCK" || uri !== undefined, {
    error: "an AWS_PROXY integration needs the invoke ARN of its function",
    path: ["uri"],
  });

/** aws_api_gateway_integration */
export function integration(state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_api_gateway_integration",
    arguments: schema,
    inert: {
      cache_key_parameters: "answers are not cached",
      cache_namespace: "answers are not cached",
    },
    replacedBy: ["rest_api_id", "resource_id", "http_method", "type"],
    apply(config) {
      const { rest_api_id, resource_id, http_method } = config;
      const parts = state.restApi(rest_api_id).method(resource_id, http_method);
      parts.integration = {
        type: config.type,
        uri: config.uri,
        credentialsArn: config.credentials,
        timeoutMs: config.timeout_milliseconds,
        requestTemplates: config.request_templates,
        passthrough: config.passthrough_behavior,
      };
      return { ...config, id: `agi-${rest_api_id}-${resource_id}-${http_method}` };
    },
    remove({ rest_api_id, resource_id, http_method }) {
      const parts = state.restApis.get(rest_api_id)?.method(resource_id, http_method);
      if (parts !== undefined) delete parts.integration;
    },
  };
}
