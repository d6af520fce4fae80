import * as z from "zod";
import { UnsupportedError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { block, number } from "../../../terraform/arguments";
import { functionReference } from "../function-name";
import type { LambdaState } from "../state";

const destination = block(z.strictObject({ destination: z.string() }));

const schema = z.strictObject({
  function_name: z.string(),
  qualifier: z.string().optional(),
  maximum_event_age_in_seconds: number.pipe(z.number().min(60).max(21_600)).optional(),
  maximum_retry_attempts: number.pipe(z.number().min(0).max(2)).optional(),
  destination_config: block(
    z.strictObject({ on_failure: destination.optional(), on_success: destination.optional() }),
  ).optional(),
});

type Config = z.infer<typeof schema>;

/** aws_lambda_function_event_invoke_config: retries and destinations of asynchronous invocations. */
export function eventInvokeConfigResource(kernel: Kernel, state: LambdaState): ResourceType<Config> {
  return {
    type: "aws_lambda_function_event_invoke_config",
    arguments: schema,
    replacedBy: ["function_name", "qualifier"],
    apply: (config, { address }) => {
      const { name, qualifier, arn } = functionReference(kernel, config.function_name, config.qualifier);
      const fn = state.function(name, arn);
      const { on_failure: onFailure, on_success: onSuccess } = config.destination_config ?? {};
      for (const target of [onFailure, onSuccess]) checkDestination(target?.destination, address);
      fn.invokeConfigs.set(qualifier || "$LATEST", {
        maxRetries: config.maximum_retry_attempts ?? 2,
        maxAgeSeconds: config.maximum_event_age_in_seconds ?? 21_600,
        onSuccess: onSuccess?.destination,
        onFailure: onFailure?.destination,
        modifiedAtMs: kernel.clock.now(),
      });
      return {
        ...config,
        id: config.qualifier === undefined ? config.function_name : `${config.function_name}:${qualifier}`,
        maximum_retry_attempts: config.maximum_retry_attempts ?? 2,
        maximum_event_age_in_seconds: config.maximum_event_age_in_seconds ?? 21_600,
      };
    },
    remove: (config) => {
      const { name, qualifier } = functionReference(kernel, config.function_name, config.qualifier);
      state.functions.get(name)?.invokeConfigs.delete(qualifier || "$LATEST");
    },
  };
}

function checkDestination(arn: string | undefined, address: string): void {
  if (arn === undefined || /^arn:[^:]+:(sqs|sns|lambda|events):/.test(arn)) return;
  throw new UnsupportedError(
    `${address}: the destination ${arn} is not modelled; use a queue, a topic, a function or an event bus`,
  );
}
