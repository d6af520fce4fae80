import * as z from "zod";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { text } from "../../../terraform/arguments";
import { resourcePath } from "../rest/definition";
import type { RestApi } from "../rest/rest-api";
import type { ApiGatewayState } from "../state";
import { stableId } from "./shared-arguments";

const schema = z.strictObject({
  rest_api_id: text,
  parent_id: text,
  path_part: text.refine((part) => /^(\{[\w.:-]+\+?\}|[\w.:~!$&'()*,;=@-]+)$/.test(part), {
    error: "a path part is letters, digits and . _ - : or a name in braces, such as {id} or {proxy+}",
  }),
});

type Config = z.infer<typeof schema>;

/** aws_api_gateway_resource: one segment of an API's paths. */
export function resource(kernel: Kernel, state: ApiGatewayState): ResourceType<Config> {
  return {
    type: "aws_api_gateway_resource",
    arguments: schema,
    replacedBy: ["rest_api_id"],
    apply(config, { address, prior }) {
      const api = state.restApi(config.rest_api_id);
      const id = String(prior?.attributes["id"] ?? stableId(kernel, address, 6));
      api.resource(config.parent_id);
      refuseSecondVariable(api, config, id);
      api.resources.set(id, { id, parentId: config.parent_id, pathPart: config.path_part });
      return { ...config, id, path: resourcePath(api.resources, id) };
    },
    remove({ rest_api_id }, attributes) {
      state.restApis.get(rest_api_id)?.resources.delete(String(attributes["id"]));
    },
  };
}

/** Siblings with different variables could not be told apart, so AWS refuses them. */
function refuseSecondVariable(api: RestApi, { parent_id, path_part }: Config, id: string): void {
  if (!path_part.startsWith("{")) return;
  for (const other of api.resources.values()) {
    if (other.parentId !== parent_id || other.id === id || !other.pathPart.startsWith("{")) continue;
    if (other.pathPart.endsWith("+}") !== path_part.endsWith("+}")) continue;
    throw new AwsError(
      "BadRequestException",
      `A sibling (${other.pathPart}) of this resource already has a variable path part -- only one is allowed`,
    );
  }
}
