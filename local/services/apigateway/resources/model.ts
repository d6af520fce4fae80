import * as z from "zod";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { text } from "../../../terraform/arguments";
import type { ApiGatewayState } from "../state";
import { stableId } from "./shared-arguments";

const schema = z.strictObject({
  rest_api_id: text,
  name: text.refine((name) => /^[A-Za-z0-9]+$/.test(name), {
    error: "a model's name has letters and digits only",
  }),
  content_type: text,
  description: text.optional(),
  schema: text.default("{}"),
});

/** aws_api_gateway_model: a JSON schema, draft 4, for bodies. */
export function model(kernel: Kernel, state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_api_gateway_model",
    arguments: schema,
    inert: { description: "a text for people" },
    replacedBy: ["rest_api_id", "name", "content_type"],
    apply(config, { address, prior }) {
      const { name, content_type: contentType } = config;
      state.restApi(config.rest_api_id).models.set(name, { name, contentType, schema: parse(config) });
      if (/"format"\s*:/.test(config.schema)) {
        kernel.log(`${address}: formats in the model ${name} are not checked by the local cloud`);
      }
      return { ...config, id: String(prior?.attributes["id"] ?? stableId(kernel, address, 6)) };
    },
    remove({ rest_api_id, name }) {
      state.restApis.get(rest_api_id)?.models.delete(name);
    },
  };
}

function parse({ name, schema: json }: { name: string; schema: string }): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(json) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new AwsError(
      "BadRequestException",
      `Invalid model specified: the schema of ${name} is not valid JSON: ${String(error)}`,
    );
  }
}
