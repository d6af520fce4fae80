import * as z from "zod";
import { UnsupportedError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { block, blocks, bool, number, text } from "../../../terraform/arguments";
import { lambdaTime } from "../configuration-view";
import { checkMapping } from "../event-source/check-mapping";
import type { MappingConfig } from "../event-source/mapping";
import { mappingArn } from "../event-source/mapping-view";
import type { Mappings } from "../event-source/mappings";
import { parseFilter } from "../event-source/parse-filter";
import { functionReference } from "../function-name";
import type { LambdaState } from "../state";

const schema = z.strictObject({
  function_name: z.string(),
  event_source_arn: z.string(),
  enabled: bool.optional(),
  batch_size: number.optional(),
  maximum_batching_window_in_seconds: number.optional(),
  function_response_types: z.array(z.literal("ReportBatchItemFailures")).optional(),
  scaling_config: block(z.strictObject({ maximum_concurrency: number.optional() })).optional(),
  filter_criteria: block(
    z.strictObject({ filter: blocks(z.strictObject({ pattern: z.string() })).optional() }),
  ).optional(),
  kms_key_arn: z.string().optional(),
  metrics_config: z.unknown().optional(),
  tags: z.record(z.string(), text).optional(),
  tags_all: z.record(z.string(), text).optional(),
});

type Config = z.infer<typeof schema>;

/** aws_lambda_event_source_mapping, for queues. */
export function eventSourceMappingResource(
  kernel: Kernel,
  state: LambdaState,
  mappings: Mappings,
): ResourceType<Config> {
  return {
    type: "aws_lambda_event_source_mapping",
    arguments: schema,
    inert: {
      kms_key_arn: "filters are not encrypted",
      metrics_config: "mappings have no metrics of their own",
    },
    replacedBy: ["event_source_arn"],
    apply: async (args, { address, prior }) => {
      const uuid = (prior?.attributes["uuid"] as string | undefined) ?? kernel.ids.uuid();
      const config = configOf(kernel, args, uuid, address);
      const fn = state.function(config.functionName, config.functionArn);
      await checkMapping(kernel, fn, config);
      const { status } = mappings.set(config);
      return {
        ...args,
        id: uuid,
        uuid,
        arn: mappingArn(kernel, uuid),
        function_arn: config.functionArn,
        function_name: config.functionArn,
        batch_size: config.batchSize,
        maximum_batching_window_in_seconds: config.windowSeconds,
        last_modified: lambdaTime(status.modifiedAtMs),
        last_processing_result: status.lastResult,
        state: config.enabled ? "Enabled" : "Disabled",
        state_transition_reason: "USER_INITIATED",
        tags_all: config.tags,
      };
    },
    remove: (_args, attributes) => mappings.delete(String(attributes["uuid"])),
  };
}

function configOf(kernel: Kernel, args: Config, uuid: string, address: string): MappingConfig {
  const { name, qualifier, arn } = functionReference(kernel, args.function_name);
  const sourceArn = args.event_source_arn;
  if (sourceArn.split(":")[2] !== "sqs") {
    throw new UnsupportedError(
      `${address}: the event source ${sourceArn} is not modelled; the local cloud reads SQS queues`,
    );
  }
  const filterTexts = (args.filter_criteria?.filter ?? []).map(({ pattern }) => pattern);
  return {
    uuid,
    functionName: name,
    qualifier,
    functionArn: arn,
    sourceArn,
    enabled: args.enabled ?? true,
    batchSize: args.batch_size ?? 10,
    windowSeconds: args.maximum_batching_window_in_seconds ?? 0,
    maximumConcurrency: args.scaling_config?.maximum_concurrency,
    filterTexts,
    filters: filterTexts.map(parseFilter),
    reportsItemFailures: args.function_response_types?.includes("ReportBatchItemFailures") ?? false,
    tags: { ...args.tags_all, ...args.tags },
  };
}
