import { isExpression } from "./engine/arguments";
import type { Rule } from "./engine/rule";

interface NameLimit {
  readonly argument: string;
  readonly most: number;
  readonly least?: number;
  readonly pattern: RegExp;
}

const WORD = /^[\w-]+$/;
const DOTTED = /^[\w.-]+$/;
const IAM = /^[\w+=,.@-]+$/;
const PRINTABLE = /^[\x20-\x7e]+$/;

const LIMITS: Readonly<Record<string, NameLimit>> = {
  aws_sqs_queue: { argument: "name", most: 80, pattern: /^[\w-]+(\.fifo)?$/ },
  aws_sns_topic: { argument: "name", most: 256, pattern: /^[\w-]+(\.fifo)?$/ },
  aws_lambda_function: { argument: "function_name", most: 64, pattern: WORD },
  aws_dynamodb_table: { argument: "name", most: 255, least: 3, pattern: DOTTED },
  aws_s3_bucket: { argument: "bucket", most: 63, least: 3, pattern: /^[a-z0-9][a-z0-9.-]*[a-z0-9]$/ },
  aws_iam_role: { argument: "name", most: 64, pattern: IAM },
  aws_iam_policy: { argument: "name", most: 128, pattern: IAM },
  aws_iam_role_policy: { argument: "name", most: 128, pattern: IAM },
  aws_cloudwatch_event_rule: { argument: "name", most: 64, pattern: DOTTED },
  aws_cloudwatch_event_bus: { argument: "name", most: 256, pattern: /^[\w./-]+$/ },
  aws_cloudwatch_log_group: { argument: "name", most: 512, pattern: /^[\w./#-]+$/ },
  aws_cloudwatch_metric_alarm: { argument: "alarm_name", most: 255, pattern: PRINTABLE },
  aws_pipes_pipe: { argument: "name", most: 64, pattern: DOTTED },
  aws_scheduler_schedule: { argument: "name", most: 64, pattern: DOTTED },
  aws_kinesis_stream: { argument: "name", most: 128, pattern: DOTTED },
  aws_kinesis_firehose_delivery_stream: { argument: "name", most: 64, pattern: DOTTED },
  aws_sfn_state_machine: { argument: "name", most: 80, pattern: WORD },
  aws_cognito_user_pool: { argument: "name", most: 128, pattern: /^[\w\s+=,.@-]+$/ },
  aws_api_gateway_rest_api: { argument: "name", most: 1024, pattern: PRINTABLE },
  aws_apigatewayv2_api: { argument: "name", most: 128, pattern: PRINTABLE },
  aws_xray_sampling_rule: { argument: "rule_name", most: 32, pattern: PRINTABLE },
};

/** AWS will take the names. */
export const nameLimits: Rule = {
  id: "name-limits",
  title: "Physical names are within AWS's limits of length and characters.",
  why: "AWS refuses a name at apply, halfway through the changes.",
  source: {
    title: "Amazon SQS standard queue quotas (and each service's own page of quotas)",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html",
  },
  mend: "Shorten the name or take out the characters; physicalName() of the modules checks what it builds.",
  *check(stack) {
    for (const [type, { argument, most, least = 1, pattern }] of Object.entries(LIMITS)) {
      for (const at of stack.all(type)) {
        const name = at.args[argument];
        if (typeof name !== "string" || isExpression(name)) continue;
        if (name.length < least || name.length > most) {
          yield {
            at,
            detail: `is named "${name}", ${name.length} characters; AWS takes ${least} to ${most}.`,
          };
        } else if (!pattern.test(name)) {
          yield { at, detail: `is named "${name}", which has characters that AWS does not take.` };
        }
      }
    }
  },
};
