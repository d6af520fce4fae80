import type { Kernel } from "../../../kernel/kernel";
import type { Mapping } from "./mappings";

/** The ARN of a mapping. */
export function mappingArn(kernel: Kernel, uuid: string): string {
  return kernel.arn("lambda", `event-source-mapping:${uuid}`);
}

/** A mapping as GetEventSourceMapping describes it. */
export function mappingView(kernel: Kernel, { config, status }: Mapping) {
  const { maximumConcurrency, filterTexts } = config;
  return {
    UUID: config.uuid,
    BatchSize: config.batchSize,
    MaximumBatchingWindowInSeconds: config.windowSeconds,
    EventSourceArn: config.sourceArn,
    EventSourceMappingArn: mappingArn(kernel, config.uuid),
    FunctionArn: config.functionArn,
    LastModified: status.modifiedAtMs / 1_000,
    LastProcessingResult: status.lastResult,
    State: config.enabled ? "Enabled" : "Disabled",
    StateTransitionReason: "USER_INITIATED",
    FunctionResponseTypes: config.reportsItemFailures ? ["ReportBatchItemFailures"] : [],
    ...(filterTexts.length === 0
      ? {}
      : { FilterCriteria: { Filters: filterTexts.map((Pattern) => ({ Pattern })) } }),
    ...(maximumConcurrency === undefined
      ? {}
      : { ScalingConfig: { MaximumConcurrency: maximumConcurrency } }),
  };
}
