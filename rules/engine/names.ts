import { type Arguments, isExpression } from "./arguments";

/** Arguments that hold a resource's physical name. */
const NAME_ARGUMENTS = ["name", "function_name", "bucket"];

/** Beginnings of resource types, and the service that their ARNs name. */
const ARN_SERVICES: readonly (readonly [prefix: string, service: string])[] = [
  ["aws_cloudwatch_event_", "events"],
  ["aws_dynamodb_", "dynamodb"],
  ["aws_iam_", "iam"],
  ["aws_kinesis_firehose_", "firehose"],
  ["aws_kinesis_stream", "kinesis"],
  ["aws_lambda_", "lambda"],
  ["aws_s3_", "s3"],
  ["aws_sfn_", "states"],
  ["aws_sns_", "sns"],
  ["aws_sqs_", "sqs"],
];

/** The name that AWS will show, where it is known before Terraform runs. */
export function physicalName(args: Arguments): string | undefined {
  for (const argument of NAME_ARGUMENTS) {
    const value = args[argument];
    if (typeof value === "string" && !isExpression(value)) return value;
  }
  return undefined;
}

/** The service in an ARN; nothing if it is none, or Terraform has to make it. */
export function arnService(value: unknown): string | undefined {
  return typeof value === "string" ? /^arn:[^:]*:([a-z0-9-]+):/.exec(value)?.[1] : undefined;
}

/**
 * What may be the name of a resource of this type in a name, an ARN or a queue's URL; account and region may be
 * expressions. Nothing where only Terraform knows, or the ARN is of another service.
 */
export function namesIn(type: string, value: string): readonly string[] {
  const text = value.replace(/\$\{[^}]*\}/g, "$");
  const own = resourcePartOf(type, text);
  return own === undefined || own.includes("$") ? [] : own.split(/[:/]/);
}

function resourcePartOf(type: string, text: string): string | undefined {
  if (text.startsWith("arn:")) {
    const [, , service, , , ...resource] = text.split(":");
    const expected = ARN_SERVICES.find(([prefix]) => type.startsWith(prefix))?.[1];
    return expected === undefined || expected === service ? resource.join(":") : undefined;
  }
  return text.startsWith("https://") ? text.slice(text.lastIndexOf("/") + 1) : text;
}
