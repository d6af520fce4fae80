import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { bool, number } from "../../../terraform/arguments";
import { invalidParameter } from "../errors";
import type { Invoker } from "../execution/invoker";
import { functionReference } from "../function-name";
import type { LambdaState } from "../state";

const schema = z.strictObject({
  function_name: z.string(),
  qualifier: z.string(),
  provisioned_concurrent_executions: number.pipe(z.number().int().min(1)),
  skip_destroy: bool.optional(),
  timeouts: z.unknown().optional(),
});

type Config = z.infer<typeof schema>;

/** Threads that a laptop can keep warm without anybody noticing. */
const MOST_WARM = 4;

/** aws_lambda_provisioned_concurrency_config: starts environments ahead, a few of them at most. */
export function provisionedConcurrencyResource(
  kernel: Kernel,
  state: LambdaState,
  invoker: Invoker,
): ResourceType<Config> {
  return {
    type: "aws_lambda_provisioned_concurrency_config",
    arguments: schema,
    inert: {
      skip_destroy: "environments end with the cloud",
      timeouts: "nothing takes long enough",
    },
    replacedBy: ["function_name", "qualifier"],
    apply: (config) => {
      const { name, qualifier, arn } = functionReference(kernel, config.function_name, config.qualifier);
      const fn = state.function(name, arn);
      const count = config.provisioned_concurrent_executions;
      if (qualifier === "$LATEST") {
        throw invalidParameter(
          "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
        );
      }
      if (fn.reservedConcurrency !== undefined && count > fn.reservedConcurrency) {
        throw invalidParameter(
          "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function",
        );
      }
      const version = state.version(fn, qualifier, () => 1);
      fn.provisionedConcurrency.set(qualifier, count);
      kernel.work.spawn(`warm ${name}`, () => invoker.warm(version, Math.min(count, MOST_WARM)));
      return { ...config, id: `${name},${qualifier}` };
    },
    remove: (config) => {
      const { name, qualifier } = functionReference(kernel, config.function_name, config.qualifier);
      state.functions.get(name)?.provisionedConcurrency.delete(qualifier);
    },
  };
}
