import { type Arguments, block, isGiven } from "./arguments";
import { pipeParameters } from "./event-sources";
import { jsonOf } from "./policies";
import { attachedTo, type Resource, type StackView } from "./stack-view";

/** How something that gives messages up reaches a dead-letter queue. */
export interface Giver {
  /** What gives up: for a queue's redrive policy written apart, the queue. */
  readonly resource: Resource;
  readonly kind:
    | "queue"
    | "subscription"
    | "rule target"
    | "schedule"
    | "function"
    | "stream mapping"
    | "pipe";
  /** Where to, as it is written in the stack of the resource. */
  readonly destination: unknown;
  /** The queue, where it is known and is one. */
  readonly queue: Resource | undefined;
}

type DeadLetter = Pick<Giver, "kind" | "destination"> & { readonly by?: Resource | undefined };

/** What of the arguments says where the messages go, by type. */
const DEAD_LETTERS: Readonly<Record<string, (resource: Resource) => DeadLetter>> = {
  aws_sqs_queue: ({ args }) => ({ kind: "queue", destination: redriveTarget(args) }),
  aws_sqs_queue_redrive_policy: ({ stack, args }) => ({
    kind: "queue",
    destination: redriveTarget(args),
    by: stack.find("aws_sqs_queue", args["queue_url"]),
  }),
  aws_sns_topic_subscription: ({ args }) => ({ kind: "subscription", destination: redriveTarget(args) }),
  aws_cloudwatch_event_target: ({ args }) => ({ kind: "rule target", destination: deadLetterArn(args) }),
  aws_scheduler_schedule: ({ args }) => ({
    kind: "schedule",
    destination: deadLetterArn(block(args, "target") ?? {}),
  }),
  aws_pipes_pipe: ({ args }) => ({ kind: "pipe", destination: deadLetterArn(pipeParameters(args)) }),
  aws_lambda_function: ({ args }) => ({
    kind: "function",
    destination: block(args, "dead_letter_config")?.["target_arn"],
  }),
  aws_lambda_function_event_invoke_config: ({ args }) => ({
    kind: "function",
    destination: onFailureOf(args),
  }),
  aws_lambda_event_source_mapping: ({ args }) => ({
    kind: "stream mapping",
    destination: onFailureOf(args),
  }),
};

/** Everything in the environment that hands messages to a dead-letter queue or another destination. */
export function givers(stack: StackView): readonly Giver[] {
  return stack.everywhere(...Object.keys(DEAD_LETTERS)).flatMap((resource) => {
    const found = DEAD_LETTERS[resource.type]?.(resource);
    if (found === undefined || !isGiven(found.destination)) return [];
    const { kind, destination, by = resource } = found;
    return [{ resource: by, kind, destination, queue: resource.stack.find("aws_sqs_queue", destination) }];
  });
}

/** The text that says where a queue's messages go after too many receives, wherever it is written. */
export function redriveText(queue: Resource): unknown {
  return textOf(queue, "redrive_policy", "aws_sqs_queue_redrive_policy");
}

/** Which queues a dead-letter queue takes messages of, as its policy says. */
export function redriveAllowOf(queue: Resource): Arguments | undefined {
  return jsonOf(redriveAllowText(queue));
}

/** The text that says which queues a dead-letter queue takes messages of, wherever it is written. */
export function redriveAllowText(queue: Resource): unknown {
  return textOf(queue, "redrive_allow_policy", "aws_sqs_queue_redrive_allow_policy");
}

/** Whether a queue is, or may be, where others' messages are given up. */
export function isDeadLetterQueue(queue: Resource): boolean {
  const permission = redriveAllowOf(queue)?.["redrivePermission"];
  return (
    permission === "byQueue" ||
    permission === "allowAll" ||
    givers(queue.stack).some(({ resource, destination }) => resource.stack.mayMean(destination, queue))
  );
}

/** The destination of what failed for good. */
export function onFailureOf(args: Arguments): unknown {
  const onFailure = block(block(args, "destination_config") ?? {}, "on_failure");
  return onFailure?.["destination"] ?? onFailure?.["destination_arn"];
}

/** The arn in a block dead_letter_config. */
export function deadLetterArn(args: Arguments): unknown {
  return block(args, "dead_letter_config")?.["arn"];
}

function redriveTarget(args: Arguments): unknown {
  return jsonOf(args["redrive_policy"])?.["deadLetterTargetArn"];
}

function textOf(queue: Resource, argument: string, apart: string): unknown {
  const own = queue.args[argument];
  return isGiven(own) ? own : attachedTo(queue, apart, "queue_url")[0]?.args[argument];
}
