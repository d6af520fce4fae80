import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { block, number } from "../../../terraform/arguments";
import { functionReference } from "../function-name";
import { invokeArn } from "../invoke-arn";
import type { LambdaState } from "../state";

const schema = z.strictObject({
  name: z.string().regex(/^(?!\d+$)[a-zA-Z0-9-_]{1,128}$/),
  description: z.string().optional(),
  function_name: z.string(),
  function_version: z.string(),
  routing_config: block(
    z.strictObject({
      additional_version_weights: z.record(z.string(), number.pipe(z.number().min(0).max(1))).optional(),
    }),
  ).optional(),
});

type Config = z.infer<typeof schema>;

/** aws_lambda_alias. */
export function aliasResource(kernel: Kernel, state: LambdaState): ResourceType<Config> {
  return {
    type: "aws_lambda_alias",
    arguments: schema,
    replacedBy: ["name", "function_name"],
    apply: (config) => {
      const { name, arn } = functionReference(kernel, config.function_name);
      const fn = state.function(name, arn);
      const weights = config.routing_config?.additional_version_weights ?? {};
      for (const version of [config.function_version, ...Object.keys(weights)]) {
        state.version(fn, version, () => 0);
      }
      fn.aliases.set(config.name, {
        name: config.name,
        description: config.description ?? "",
        version: config.function_version,
        weights,
      });
      const aliasArn = `${fn.arn}:${config.name}`;
      return {
        ...config,
        id: aliasArn,
        arn: aliasArn,
        invoke_arn: invokeArn(kernel, aliasArn),
        description: config.description ?? "",
      };
    },
    remove: (config) => {
      const { name } = functionReference(kernel, config.function_name);
      state.functions.get(name)?.aliases.delete(config.name);
    },
  };
}
