import { block, blocks, listOf } from "./engine/arguments";
import { isDeadLetterQueue } from "./engine/dead-letters";
import { mappings } from "./engine/event-sources";
import type { Rule } from "./engine/rule";
import type { Resource, StackView } from "./engine/stack-view";

/** A metric of a resource that has to have an alarm. */
interface Watch {
  readonly resource: Resource;
  readonly namespace: string;
  readonly metric: string;
  readonly dimension: string;
}

/** What says how old the data is that a delivery stream still holds, by destination. */
const FRESHNESS: Readonly<Record<string, string>> = {
  extended_s3: "DeliveryToS3.DataFreshness",
  http_endpoint: "DeliveryToHttpEndpoint.DataFreshness",
  iceberg: "DeliveryToIceberg.DataFreshness",
  opensearch: "DeliveryToAmazonOpenSearchService.DataFreshness",
  opensearchserverless: "DeliveryToAmazonOpenSearchServerless.DataFreshness",
  splunk: "DeliveryToSplunk.DataFreshness",
};

/** Somebody is told before data is lost. */
export const alarms: Rule = {
  id: "alarms",
  title:
    "Where the environment has alarms, there is one on dead letters, on waiting messages, on functions' errors and throttles, on the age of streams, on failed invocations of rules, on failed executions of state machines and on the age of what delivery streams hold.",
  why: "Dead letters expire after 14 days, waiting messages and stream records even earlier; without an alarm nobody looks until then.",
  source: {
    title: "Recommended alarms",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html",
  },
  mend: "Use the module, or add an aws_cloudwatch_metric_alarm on the metric with alarm_actions.",
  *check(stack) {
    if (!stack.settings.alarms) return;
    const existing = stack.everywhere("aws_cloudwatch_metric_alarm").filter(tells);
    for (const watch of watches(stack)) {
      if (existing.some((alarm) => isOn(alarm, watch))) continue;
      yield { at: watch.resource, detail: `has no alarm on ${watch.metric} that tells anybody.` };
    }
  },
};

function tells({ args }: Resource): boolean {
  const off = args["actions_enabled"] === false || args["actions_enabled"] === "false";
  return !off && listOf(args["alarm_actions"]).length > 0;
}

function isOn({ stack, args }: Resource, { resource, namespace, metric, dimension }: Watch): boolean {
  const metrics = [args, ...blocks(args, "metric_query").flatMap((each) => blocks(each, "metric"))];
  return metrics.some(
    (each) =>
      each["namespace"] === namespace &&
      each["metric_name"] === metric &&
      stack.mayMean(block(each, "dimensions")?.[dimension], resource),
  );
}

function watches(stack: StackView): readonly Watch[] {
  const of = (
    resources: readonly Resource[],
    namespace: string,
    dimension: string,
    metric: string,
  ): readonly Watch[] => resources.map((resource) => ({ resource, namespace, metric, dimension }));
  const queues = stack.all("aws_sqs_queue");
  const dead = queues.filter(isDeadLetterQueue);
  const alive = queues.filter((queue) => !dead.includes(queue));
  const functions = stack.all("aws_lambda_function");
  const streaming = mappings(stack).flatMap((each) => (each.kind === "stream" ? each.functions : []));
  const delivering = stack.all("aws_kinesis_firehose_delivery_stream").flatMap((resource) => {
    const metric = FRESHNESS[String(resource.args["destination"])];
    return metric === undefined ? [] : of([resource], "AWS/Firehose", "DeliveryStreamName", metric);
  });
  return [
    ...of(dead, "AWS/SQS", "QueueName", "ApproximateNumberOfMessagesVisible"),
    ...of(alive, "AWS/SQS", "QueueName", "ApproximateAgeOfOldestMessage"),
    ...of(functions, "AWS/Lambda", "FunctionName", "Errors"),
    ...of(functions, "AWS/Lambda", "FunctionName", "Throttles"),
    ...of([...new Set(streaming)], "AWS/Lambda", "FunctionName", "IteratorAge"),
    ...of(stack.all("aws_cloudwatch_event_rule"), "AWS/Events", "RuleName", "FailedInvocations"),
    ...of(stack.all("aws_sfn_state_machine"), "AWS/States", "StateMachineArn", "ExecutionsFailed"),
    ...delivering,
  ];
}
