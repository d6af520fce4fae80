import { isDeadLetterQueue } from "./engine/dead-letters";
import { eventSources } from "./engine/event-sources";
import type { Rule } from "./engine/rule";
import { block, listOf, type Resource, type StackView } from "./engine/stack-view";

interface Watch {
  readonly resource: Resource;
  readonly metric: string;
  readonly dimension: string;
}

/** Somebody is told before data is lost. */
export const alarms: Rule = {
  id: "alarms",
  title:
    "Where the environment has alarms, there is one on dead letters, on waiting messages, on functions' errors and throttles, on the age of streams and on failed invocations of rules.",
  why: "Dead letters expire after 14 days, waiting messages and stream records even earlier; without an alarm nobody looks until then.",
  source: {
    title: "Recommended alarms for AWS services",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html",
  },
  mend: "Use the module, or add an aws_cloudwatch_metric_alarm on the metric with alarm_actions.",
  *check(stack) {
    if (!stack.settings.alarms) return;
    const existing = stack
      .everywhere("aws_cloudwatch_metric_alarm")
      .filter(({ resource: { args } }) => listOf(args["alarm_actions"]).length > 0);
    for (const { resource: at, metric, dimension } of watches(stack)) {
      const found = existing.some(
        ({ stack: owner, resource: { args } }) =>
          args["metric_name"] === metric &&
          owner.find(at.type, block(args, "dimensions")?.[dimension]) === at,
      );
      if (!found) yield { at, detail: `has no alarm on ${metric} that tells anybody.` };
    }
  },
};

function watches(stack: StackView): readonly Watch[] {
  const of = (resources: readonly Resource[], dimension: string, metric: string): readonly Watch[] =>
    resources.map((resource) => ({ resource, metric, dimension }));
  const queues = stack.all("aws_sqs_queue");
  const dead = queues.filter((queue) => isDeadLetterQueue(stack, queue));
  const streaming = eventSources(stack).flatMap(({ kind, fn }) =>
    kind === "stream" && fn !== undefined ? [fn] : [],
  );
  return [
    ...of(dead, "QueueName", "ApproximateNumberOfMessagesVisible"),
    ...of(
      queues.filter((queue) => !dead.includes(queue)),
      "QueueName",
      "ApproximateAgeOfOldestMessage",
    ),
    ...of(stack.all("aws_lambda_function"), "FunctionName", "Errors"),
    ...of(stack.all("aws_lambda_function"), "FunctionName", "Throttles"),
    ...of([...new Set(streaming)], "FunctionName", "IteratorAge"),
    ...of(stack.all("aws_cloudwatch_event_rule"), "RuleName", "FailedInvocations"),
  ];
}
