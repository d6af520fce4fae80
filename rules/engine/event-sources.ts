import { type Arguments, block } from "./arguments";
import type { Resource, StackView } from "./stack-view";

/** What is polled. */
export type SourceKind = "queue" | "stream";

/** Something that polls a queue or a stream for functions: a mapping or a pipe; ends that are not known stay open. */
export interface EventSource {
  readonly poller: Resource;
  readonly by: "mapping" | "pipe";
  /** Nothing for what is neither, or cannot be told. */
  readonly kind: SourceKind | undefined;
  readonly queue: Resource | undefined;
  /** The functions that a batch goes through, one after the other. */
  readonly functions: readonly Resource[];
  /** Where batch_size and the like are written. */
  readonly args: Arguments;
}

const MAPPING = "aws_lambda_event_source_mapping";

/** The event source mappings of a stack. */
export function mappings(stack: StackView): readonly EventSource[] {
  return stack.all(MAPPING).map(mapping);
}

/** The event source mappings that call a function, in any stack. */
export function mappingsTo(fn: Resource): readonly EventSource[] {
  return fn.stack
    .everywhere(MAPPING)
    .map(mapping)
    .filter(({ functions }) => functions.includes(fn));
}

/** The pipes of EventBridge in a stack. */
export function pipes(stack: StackView): readonly EventSource[] {
  return stack.all("aws_pipes_pipe").map((poller) => {
    const ends = source(poller, "pipe", poller.args["source"], [
      poller.args["enrichment"],
      poller.args["target"],
    ]);
    return { ...ends, args: pipeParameters(poller.args) };
  });
}

/** The block of a pipe that says how it polls its queue or stream; empty if it is left out. */
export function pipeParameters(pipe: Arguments): Arguments {
  const parameters = block(pipe, "source_parameters") ?? {};
  return (
    block(parameters, "sqs_queue_parameters") ??
    block(parameters, "kinesis_stream_parameters") ??
    block(parameters, "dynamodb_stream_parameters") ??
    {}
  );
}

function mapping(poller: Resource): EventSource {
  const { args } = poller;
  return { ...source(poller, "mapping", args["event_source_arn"], [args["function_name"]]), args };
}

function source(
  poller: Resource,
  by: EventSource["by"],
  from: unknown,
  to: readonly unknown[],
): Omit<EventSource, "args"> {
  const { stack } = poller;
  const functions = to.flatMap((each) => stack.findFunction(each) ?? []);
  return {
    poller,
    by,
    kind: kindOf(stack.follow(from)),
    queue: stack.find("aws_sqs_queue", from),
    functions,
  };
}

function kindOf(from: unknown): SourceKind | undefined {
  const text = typeof from === "string" ? from : "";
  if (/^\$\{aws_sqs_queue\.|^arn:[^:]*:sqs:/.test(text)) return "queue";
  if (
    /^\$\{aws_(?:kinesis_stream|kinesis_stream_consumer|dynamodb_table)\.|^arn:[^:]*:(?:kinesis|dynamodb):/.test(
      text,
    )
  ) {
    return "stream";
  }
  return undefined;
}
