import { jsonOf } from "./policies";
import { type Arguments, block, type Resource, type StackView } from "./stack-view";

/** How something that gives messages up reaches a dead-letter queue. */
export interface Giver {
  readonly resource: Resource;
  readonly kind: "queue" | "subscription" | "rule target" | "schedule" | "function" | "stream mapping";
  /** The queue, where it is known. */
  readonly queue: Resource | undefined;
}

/** Everything in the environment that hands messages to a dead-letter queue. */
export function givers(stack: StackView): readonly Giver[] {
  return stack
    .everywhere(
      "aws_sqs_queue",
      "aws_sqs_queue_redrive_policy",
      "aws_sns_topic_subscription",
      "aws_cloudwatch_event_target",
      "aws_scheduler_schedule",
      "aws_lambda_function",
      "aws_lambda_function_event_invoke_config",
      "aws_lambda_event_source_mapping",
    )
    .flatMap(({ stack: owner, resource }) => {
      const found = deadLetterOf(owner, resource);
      if (found === undefined) return [];
      const queue = owner.find("aws_sqs_queue", found.arn);
      return [{ resource: found.giver ?? resource, kind: found.kind, queue }];
    });
}

/** Where a queue's messages go after too many receives: the policy, wherever it is written. */
export function redriveOf(stack: StackView, queue: Resource): Arguments | undefined {
  const own = jsonOf(queue.args["redrive_policy"]);
  if (own !== undefined) return own;
  const apart = stack
    .everywhere("aws_sqs_queue_redrive_policy")
    .find((each) => each.stack.find("aws_sqs_queue", each.resource.args["queue_url"]) === queue);
  return jsonOf(apart?.resource.args["redrive_policy"]);
}

/** Which queues a dead-letter queue takes messages of, as its policy says. */
export function redriveAllowOf(stack: StackView, queue: Resource): Arguments | undefined {
  const own = jsonOf(queue.args["redrive_allow_policy"]);
  if (own !== undefined) return own;
  const apart = stack
    .everywhere("aws_sqs_queue_redrive_allow_policy")
    .find((each) => each.stack.find("aws_sqs_queue", each.resource.args["queue_url"]) === queue);
  return jsonOf(apart?.resource.args["redrive_allow_policy"]);
}

/** Whether a queue is where others' messages are given up. */
export function isDeadLetterQueue(stack: StackView, queue: Resource): boolean {
  return givers(stack).some((giver) => giver.queue === queue) || redriveAllowOf(stack, queue) !== undefined;
}

interface DeadLetter {
  readonly kind: Giver["kind"];
  readonly arn: unknown;
  readonly giver?: Resource | undefined;
}

function deadLetterOf(stack: StackView, resource: Resource): DeadLetter | undefined {
  const { type, args } = resource;
  const found = ((): DeadLetter | undefined => {
    switch (type) {
      case "aws_sqs_queue":
        return { kind: "queue", arn: jsonOf(args["redrive_policy"])?.["deadLetterTargetArn"] };
      case "aws_sqs_queue_redrive_policy":
        return {
          kind: "queue",
          arn: jsonOf(args["redrive_policy"])?.["deadLetterTargetArn"],
          giver: stack.find("aws_sqs_queue", args["queue_url"]),
        };
      case "aws_sns_topic_subscription":
        return { kind: "subscription", arn: jsonOf(args["redrive_policy"])?.["deadLetterTargetArn"] };
      case "aws_cloudwatch_event_target":
        return { kind: "rule target", arn: block(args, "dead_letter_config")?.["arn"] };
      case "aws_scheduler_schedule":
        return {
          kind: "schedule",
          arn: block(block(args, "target") ?? {}, "dead_letter_config")?.["arn"],
        };
      case "aws_lambda_function":
        return { kind: "function", arn: block(args, "dead_letter_config")?.["target_arn"] };
      case "aws_lambda_function_event_invoke_config":
        return { kind: "function", arn: onFailureOf(args) };
      default:
        return { kind: "stream mapping", arn: onFailureOf(args) };
    }
  })();
  return found?.arn === undefined || found.arn === null ? undefined : found;
}

/** The destination of what failed for good. */
export function onFailureOf(args: Arguments): unknown {
  const destinations = block(args, "destination_config") ?? {};
  return (
    block(destinations, "on_failure")?.["destination"] ??
    block(destinations, "on_failure")?.["destination_arn"]
  );
}
