import * as z from "zod";
import { isoTime } from "../../../kernel/clock";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { block, bool, text } from "../../../terraform/arguments";
import { RestApi } from "../rest/rest-api";
import type { ApiGatewayState } from "../state";
import { readApiPolicy } from "./api-policy";
import { inertTags, stableId, tagArguments } from "./shared-arguments";

const schema = z.strictObject({
  name: text,
  description: text.optional(),
  api_key_source: z.literal("HEADER").optional(),
  binary_media_types: z.array(text).default([]),
  disable_execute_api_endpoint: bool.default(false),
  endpoint_configuration: block(
    z.strictObject({ types: z.array(z.enum(["EDGE", "REGIONAL"])), ip_address_type: text.optional() }),
  ).optional(),
  minimum_compression_size: text.optional(),
  policy: text.optional(),
  ...tagArguments,
});

type Config = z.infer<typeof schema>;

/** aws_api_gateway_rest_api; its id follows from the address. */
export function restApi(kernel: Kernel, state: ApiGatewayState): ResourceType<Config> {
  return {
    type: "aws_api_gateway_rest_api",
    arguments: schema,
    inert: {
      ...inertTags,
      endpoint_configuration: "there is one local endpoint",
      minimum_compression_size: "answers are not compressed on the way through this machine",
    },
    apply(config, { address, prior }) {
      const id = String(prior?.attributes["id"] ?? stableId(kernel, address));
      const settings = {
        name: config.name,
        description: config.description,
        binaryMediaTypes: config.binary_media_types,
        endpointDisabled: config.disable_execute_api_endpoint,
      };
      const rootId = stableId(kernel, `${address} root`);
      const api = state.restApis.get(id) ?? new RestApi(id, rootId, kernel.clock.now(), settings);
      api.settings = settings;
      setPolicy(api, config, prior?.config as Config | undefined);
      state.restApis.set(id, api);
      return {
        ...config,
        id,
        arn: `arn:${kernel.partition}:apigateway:${kernel.region}::/restapis/${id}`,
        execution_arn: kernel.arn("execute-api", id),
        root_resource_id: api.rootResourceId,
        created_date: isoTime(api.createdAtMs),
      };
    },
    remove(_config, attributes) {
      state.restApis.delete(String(attributes["id"]));
    },
  };
}

/** A policy may also be a resource of its own, which an API without the argument leaves alone. */
function setPolicy(api: RestApi, { policy }: Config, prior: Config | undefined): void {
  if (policy !== undefined) api.policy = readApiPolicy(policy);
  else if (prior?.policy !== undefined) api.policy = undefined;
}
