import { isExpression } from "./engine/arguments";
import type { Breach, Rule } from "./engine/rule";
import { inOneOrder, type Resource } from "./engine/stack-view";

/** The argument by which AWS tells the resources of a type apart, and what they are named within. */
interface Naming {
  readonly argument: string;
  readonly within?: { readonly argument: string; readonly type: string };
}

const named: Naming = { argument: "name" };

const NAMINGS: Readonly<Record<string, Naming>> = {
  aws_sqs_queue: named,
  aws_sns_topic: named,
  aws_lambda_function: { argument: "function_name" },
  aws_dynamodb_table: named,
  aws_s3_bucket: { argument: "bucket" },
  aws_iam_role: named,
  aws_iam_policy: named,
  aws_iam_role_policy: { argument: "name", within: { argument: "role", type: "aws_iam_role" } },
  aws_cloudwatch_event_bus: named,
  aws_cloudwatch_event_rule: {
    argument: "name",
    within: { argument: "event_bus_name", type: "aws_cloudwatch_event_bus" },
  },
  aws_cloudwatch_log_group: named,
  aws_cloudwatch_metric_alarm: { argument: "alarm_name" },
  aws_pipes_pipe: named,
  aws_scheduler_schedule: {
    argument: "name",
    within: { argument: "group_name", type: "aws_scheduler_schedule_group" },
  },
  aws_kinesis_stream: named,
  aws_kinesis_firehose_delivery_stream: named,
  aws_sfn_state_machine: named,
  aws_xray_sampling_rule: { argument: "rule_name" },
};

/** A name belongs to one resource. */
export const uniqueNames: Rule = {
  id: "unique-names",
  title: "No two resources of one type have the same physical name, in all stacks of an environment.",
  why: "Terraform then manages one thing as two: creating it fails, or is taken for done where AWS answers with what exists, as SQS and EventBridge do; each apply undoes the other's settings, and destroying one takes the other's.",
  source: {
    title: "CreateQueue",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html",
  },
  mend: "Name one of them otherwise, or use one for both. The modules name what belongs to a thing after it: Queue adds -dlq for its dead-letter queue.",
  *check(stack) {
    for (const [type, naming] of Object.entries(NAMINGS)) {
      const owners = new Map<string, Resource>();
      for (const resource of inOneOrder(stack.everywhere(type))) {
        const name = nameOf(resource, naming);
        if (name === undefined) continue;
        const owner = owners.get(name);
        if (owner === undefined) owners.set(name, resource);
        else if (resource.stack === stack) yield breach(resource, naming, owner);
      }
    }
  },
};

/** The name, with what it is a name in; nothing where only Terraform knows it, or makes it up. */
function nameOf({ stack, args }: Resource, { argument, within }: Naming): string | undefined {
  const name = args[argument];
  if (typeof name !== "string" || name === "" || isExpression(name)) return undefined;
  if (within === undefined) return name;
  const place = args[within.argument];
  const owner = stack.find(within.type, place);
  if (owner !== undefined) return `${owner.stack.name}/${owner.address}/${name}`;
  return isExpression(place) ? undefined : `${place ?? "default"}/${name}`;
}

function breach(at: Resource, { argument }: Naming, owner: Resource): Breach {
  return {
    at,
    detail: `is named "${at.args[argument]}", and so is ${owner.address} in ${owner.stack.name} (${owner.path}).`,
  };
}
