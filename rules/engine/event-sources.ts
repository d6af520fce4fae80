import type { Resource, StackView } from "./stack-view";

/** What a mapping polls. */
export type SourceKind = "queue" | "stream";

/** A mapping of an event source to a function; ends that are not known stay open. */
export interface EventSource {
  readonly mapping: Resource;
  /** Nothing for what is neither, or cannot be told. */
  readonly kind: SourceKind | undefined;
  readonly queue: Resource | undefined;
  readonly fn: Resource | undefined;
}

/** The event source mappings of a stack. */
export function eventSources(stack: StackView): readonly EventSource[] {
  return stack.all("aws_lambda_event_source_mapping").map((mapping) => {
    const source = mapping.args["event_source_arn"];
    return {
      mapping,
      kind: kindOf(source),
      queue: stack.find("aws_sqs_queue", source),
      fn: stack.findFunction(mapping.args["function_name"]),
    };
  });
}

function kindOf(source: unknown): SourceKind | undefined {
  const text = typeof source === "string" ? source : "";
  if (/\baws_sqs_queue\.|^arn:[\w-]+:sqs:/.test(text)) return "queue";
  if (/\baws_(kinesis_stream|dynamodb_table)\.|^arn:[\w-]+:(kinesis|dynamodb):/.test(text)) return "stream";
  return undefined;
}
