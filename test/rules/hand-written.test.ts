import { RULES } from "../../rules";
import { policy } from "./cases/case";
import { type Content, check, type Resources } from "./synthesized-stack";

const ISSUER = "token.actions.githubusercontent.com";
const STATE = "arn:aws:s3:::dev-shop-terraform-state-111111111111";
const tls = (Action: string, ...Resource: readonly string[]) => ({
  Effect: "Deny",
  Principal: "*",
  Action,
  Resource,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});
const tags = { environment: "test", stack: "shop", repository: "https://example.com/shop" };

/** A bucket for the states of Terraform. */
const STATE_BUCKET: Content = {
  tags,
  resources: {
    aws_s3_bucket: { state: { bucket: "dev-shop-terraform-state-111111111111" } },
    aws_s3_bucket_versioning: {
      versioning: { bucket: "${aws_s3_bucket.state.id}", versioning_configuration: { status: "Enabled" } },
    },
    aws_s3_bucket_server_side_encryption_configuration: {
      encryption: {
        bucket: "${aws_s3_bucket.state.id}",
        rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
      },
    },
    aws_s3_bucket_public_access_block: {
      block: {
        bucket: "${aws_s3_bucket.state.id}",
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      },
    },
    aws_s3_bucket_policy: {
      "tls-only": {
        bucket: "${aws_s3_bucket.state.id}",
        policy: policy(tls("s3:*", "${aws_s3_bucket.state.arn}", "${aws_s3_bucket.state.arn}/*")),
      },
    },
    aws_s3_bucket_lifecycle_configuration: {
      lifecycle: {
        bucket: "${aws_s3_bucket.state.id}",
        rule: [{ id: "old", status: "Enabled", noncurrent_version_expiration: { noncurrent_days: 90 } }],
      },
    },
  },
};

const trustOf = (subject: string) =>
  policy({
    Effect: "Allow",
    Principal: { Federated: "${aws_iam_openid_connect_provider.github.arn}" },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${ISSUER}:sub`]: `repo:example/shop:${subject}` },
    },
  });

/** Roles for workflows of GitHub. */
const PIPELINE_ROLES: Content = {
  tags,
  resources: {
    aws_iam_openid_connect_provider: {
      github: { url: `https://${ISSUER}`, client_id_list: ["sts.amazonaws.com"] },
    },
    aws_iam_role: {
      plan: { name: "dev-pipeline-plan", assume_role_policy: trustOf("pull_request") },
      apply: { name: "dev-pipeline-apply", assume_role_policy: trustOf("environment:dev") },
    },
    aws_iam_role_policy_attachment: {
      read: {
        role: "${aws_iam_role.plan.name}",
        policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
      },
    },
    aws_iam_role_policy: {
      lock: {
        role: "${aws_iam_role.plan.name}",
        policy: policy(
          { Effect: "Allow", Action: ["s3:PutObject", "s3:DeleteObject"], Resource: `${STATE}/dev/*.tflock` },
          { Effect: "Allow", Action: "s3:ListBucket", Resource: STATE },
          { Effect: "Allow", Action: ["sts:GetCallerIdentity", "logs:DescribeLogGroups"], Resource: "*" },
        ),
      },
    },
  },
};

const alarm = (namespace: string, metric_name: string, dimensions: Readonly<Record<string, string>>) => ({
  alarm_name: `${Object.values(dimensions).join("-")}-${metric_name}`,
  namespace,
  metric_name,
  dimensions,
  alarm_actions: ["arn:aws:sns:eu-central-1:111111111111:alarms"],
});

const sqs = (name: string) => `arn:aws:sqs:eu-central-1:111111111111:${name}`;
const queue = (name: string, args: Readonly<Record<string, unknown>>) => ({
  name,
  sqs_managed_sse_enabled: true,
  ...args,
});
const dead = (
  name: string,
  source: readonly string[],
  statements: readonly Readonly<Record<string, unknown>>[] = [],
) =>
  queue(name, {
    message_retention_seconds: 1_209_600,
    redrive_allow_policy: JSON.stringify(
      source.length === 0
        ? { redrivePermission: "denyAll" }
        : { redrivePermission: "byQueue", sourceQueueArns: source.map(sqs) },
    ),
    policy: policy(tls("sqs:*", sqs(name)), ...statements),
  });

const QUEUES: Resources["aws_sqs_queue"] & {} = {
  work: queue("work", {
    visibility_timeout_seconds: 60,
    redrive_policy: JSON.stringify({
      deadLetterTargetArn: "${aws_sqs_queue.work-dlq.arn}",
      maxReceiveCount: 5,
    }),
    policy: policy(tls("sqs:*", sqs("work"))),
  }),
  "work-dlq": dead("work-dlq", ["work"]),
  "failures-dlq": dead("failures-dlq", []),
  "rule-dlq": dead(
    "rule-dlq",
    [],
    [
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: sqs("rule-dlq"),
        Condition: { ArnEquals: { "aws:SourceArn": "${aws_cloudwatch_event_rule.rule.arn}" } },
      },
    ],
  ),
};

/** A function behind a rule, a queue and a pipe of a stream. */
const EVENTS: Content = {
  tags,
  resources: {
    aws_sqs_queue: QUEUES,
    aws_cloudwatch_log_group: { logs: { name: "/aws/lambda/worker", retention_in_days: 14 } },
    aws_iam_role: {
      role: {
        name: "worker",
        assume_role_policy: policy({
          Effect: "Allow",
          Principal: { Service: ["lambda.amazonaws.com", "pipes.amazonaws.com"] },
          Action: "sts:AssumeRole",
        }),
      },
    },
    aws_iam_role_policy: {
      rights: {
        role: "${aws_iam_role.role.id}",
        policy: policy(
          {
            Effect: "Allow",
            Action: "sqs:SendMessage",
            Resource: ["${aws_sqs_queue.failures-dlq.arn}"],
          },
          {
            Effect: "Allow",
            Action: "logs:PutLogEvents",
            Resource: "${aws_cloudwatch_log_group.logs.arn}:*",
          },
        ),
      },
    },
    aws_lambda_function: {
      worker: {
        function_name: "worker",
        role: "${aws_iam_role.role.arn}",
        timeout: 10,
        tracing_config: { mode: "Active" },
      },
    },
    aws_lambda_function_event_invoke_config: {
      async: {
        function_name: "${aws_lambda_function.worker.function_name}",
        destination_config: { on_failure: { destination: "${aws_sqs_queue.failures-dlq.arn}" } },
      },
    },
    aws_lambda_event_source_mapping: {
      mapping: {
        event_source_arn: "${aws_sqs_queue.work.arn}",
        function_name: "${aws_lambda_function.worker.arn}",
        function_response_types: ["ReportBatchItemFailures"],
      },
    },
    aws_cloudwatch_event_rule: { rule: { name: "orders" } },
    aws_cloudwatch_event_target: {
      target: {
        rule: "${aws_cloudwatch_event_rule.rule.name}",
        arn: "${aws_lambda_function.worker.arn}",
        dead_letter_config: { arn: "${aws_sqs_queue.rule-dlq.arn}" },
      },
    },
    aws_pipes_pipe: {
      pipe: {
        name: "changes",
        role_arn: "${aws_iam_role.role.arn}",
        source: "${aws_dynamodb_table.orders.stream_arn}",
        target: "${aws_lambda_function.worker.arn}",
        source_parameters: {
          dynamodb_stream_parameters: {
            starting_position: "LATEST",
            on_partial_batch_item_failure: "AUTOMATIC_BISECT",
            maximum_retry_attempts: 3,
            maximum_record_age_in_seconds: 3600,
            dead_letter_config: { arn: "${aws_sqs_queue.failures-dlq.arn}" },
          },
        },
      },
    },
    aws_dynamodb_table: {
      orders: {
        name: "orders",
        deletion_protection_enabled: true,
        point_in_time_recovery: { enabled: true },
        server_side_encryption: { enabled: true },
      },
    },
    aws_cloudwatch_metric_alarm: {
      ...Object.fromEntries(
        ["work-dlq", "failures-dlq", "rule-dlq"].map((QueueName) => [
          `${QueueName}-alarm`,
          alarm("AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName }),
        ]),
      ),
      age: alarm("AWS/SQS", "ApproximateAgeOfOldestMessage", { QueueName: "work" }),
      errors: alarm("AWS/Lambda", "Errors", { FunctionName: "worker" }),
      throttles: alarm("AWS/Lambda", "Throttles", { FunctionName: "worker" }),
      failed: alarm("AWS/Events", "FailedInvocations", { RuleName: "orders" }),
    },
  },
};

describe("resources written by hand, and well, keep every rule", () => {
  it.each([
    ["a bucket for states", STATE_BUCKET],
    ["roles for workflows of GitHub", PIPELINE_ROLES],
    ["a function behind a rule, a queue and a pipe", EVENTS],
  ])("%s", (_, content) => {
    expect(check(RULES, { "test-shop": content }).violations).toEqual([]);
  });

  it("though what they share is in another stack", () => {
    const { aws_sqs_queue, aws_cloudwatch_metric_alarm, ...rest } = EVENTS.resources;
    const { "failures-dlq": failures, ...own } = aws_sqs_queue ?? {};
    const output = "cross-stack-output-aws_sqs_queuefailures-dlqarn";
    const remote = `\${data.terraform_remote_state.cross-stack-reference-input-test-platform.outputs.${output}}`;
    const shop: Content = {
      tags,
      resources: JSON.parse(
        JSON.stringify({ ...rest, aws_sqs_queue: own }).replaceAll(
          "${aws_sqs_queue.failures-dlq.arn}",
          remote,
        ),
      ),
    };
    const platform: Content = {
      tags,
      resources: {
        aws_sqs_queue: { failures: failures ?? {} },
        aws_cloudwatch_metric_alarm: aws_cloudwatch_metric_alarm ?? {},
      },
      build: (stack) => stack.addOverride(`output.${output}`, { value: "${aws_sqs_queue.failures.arn}" }),
    };

    expect(check(RULES, { "test-shop": shop, "test-platform": platform }).violations).toEqual([]);
  });
});
