import type { Kernel } from "../../../kernel/kernel";
import { onlyModelled } from "../../../kernel/members";
import type { Operation } from "../../../kernel/operation";
import { checkMapping } from "../event-source/check-mapping";
import { mappingArn, mappingView } from "../event-source/mapping-view";
import type { Mappings } from "../event-source/mappings";
import { parseFilter } from "../event-source/parse-filter";
import { functionReference } from "../function-name";
import type { LambdaState } from "../state";

/** ListEventSourceMappings; one page. */
export function listEventSourceMappings(
  kernel: Kernel,
  mappings: Mappings,
): Operation<{ readonly FunctionName?: string; readonly EventSourceArn?: string }> {
  return {
    name: "ListEventSourceMappings",
    traced: false,
    access: () => [{ action: "lambda:ListEventSourceMappings", resource: "*" }],
    run: ({ FunctionName, EventSourceArn }) => {
      const wanted = FunctionName === undefined ? undefined : functionReference(kernel, FunctionName);
      return {
        EventSourceMappings: mappings
          .list()
          .filter(({ config }) => EventSourceArn === undefined || config.sourceArn === EventSourceArn)
          .filter(
            ({ config }) =>
              wanted === undefined ||
              (config.functionName === wanted.name && config.qualifier === wanted.qualifier),
          )
          .map((mapping) => mappingView(kernel, mapping)),
      };
    },
  };
}

/** GetEventSourceMapping. */
export function getEventSourceMapping(
  kernel: Kernel,
  mappings: Mappings,
): Operation<{ readonly UUID: string }> {
  return {
    name: "GetEventSourceMapping",
    traced: false,
    access: ({ UUID }) => [{ action: "lambda:GetEventSourceMapping", resource: mappingArn(kernel, UUID) }],
    run: ({ UUID }) => mappingView(kernel, mappings.get(UUID)),
  };
}

interface UpdateInput {
  readonly UUID: string;
  readonly FunctionName?: string;
  readonly Enabled?: boolean;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern?: string }[] };
}

const MODELLED: readonly (keyof UpdateInput)[] = [
  "UUID",
  "FunctionName",
  "Enabled",
  "BatchSize",
  "MaximumBatchingWindowInSeconds",
  "FunctionResponseTypes",
  "ScalingConfig",
  "FilterCriteria",
];

/** UpdateEventSourceMapping: switches consumers off and on, and changes who they are and how they take records. */
export function updateEventSourceMapping(
  kernel: Kernel,
  state: LambdaState,
  mappings: Mappings,
): Operation<UpdateInput> {
  return {
    name: "UpdateEventSourceMapping",
    traced: false,
    access: ({ UUID }) => [{ action: "lambda:UpdateEventSourceMapping", resource: mappingArn(kernel, UUID) }],
    run: async (input) => {
      onlyModelled("lambda:UpdateEventSourceMapping", input, MODELLED);
      const { config } = mappings.get(input.UUID);
      const filterTexts =
        input.FilterCriteria === undefined
          ? config.filterTexts
          : (input.FilterCriteria.Filters ?? []).map(({ Pattern = "{}" }) => Pattern);
      const changed = {
        ...config,
        ...(input.FunctionName === undefined ? {} : consumer(kernel, input.FunctionName)),
        enabled: input.Enabled ?? config.enabled,
        batchSize: input.BatchSize ?? config.batchSize,
        windowSeconds: input.MaximumBatchingWindowInSeconds ?? config.windowSeconds,
        maximumConcurrency:
          input.ScalingConfig === undefined
            ? config.maximumConcurrency
            : input.ScalingConfig.MaximumConcurrency,
        reportsItemFailures:
          input.FunctionResponseTypes?.includes("ReportBatchItemFailures") ?? config.reportsItemFailures,
        filterTexts,
        filters: filterTexts.map(parseFilter),
      };
      await checkMapping(kernel, state.function(changed.functionName, changed.functionArn), changed);
      return mappingView(kernel, mappings.set(changed));
    },
  };
}

function consumer(kernel: Kernel, functionName: string) {
  const { name, qualifier, arn } = functionReference(kernel, functionName);
  return { functionName: name, qualifier, functionArn: arn };
}
