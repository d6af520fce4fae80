import type { Resources } from "../synthesized-stack";
import { type Cases, policy } from "./case";

const right = (Action: string, Resource: string) => policy({ Effect: "Allow", Action, Resource });

/** A function that gives up to the queue `dead`, with the rights of its role. */
const failingFunction = (rights: { policy?: string }, queuePolicy?: string): Resources => ({
  aws_sqs_queue: { dead: { name: "dead", policy: queuePolicy }, work: { name: "work" } },
  aws_iam_role: { role: {} },
  aws_iam_role_policy: { rights: { role: "${aws_iam_role.role.name}", policy: policy(), ...rights } },
  aws_lambda_function: { fn: { function_name: "worker", role: "${aws_iam_role.role.arn}" } },
  aws_lambda_function_event_invoke_config: {
    config: {
      function_name: "worker",
      destination_config: { on_failure: { destination: "${aws_sqs_queue.dead.arn}" } },
    },
  },
});

/** Cases of the rule on roles that give messages up. */
export const SENDER_CASES: Readonly<Record<string, Cases>> = {
  "dead-letter-senders": {
    breaks: {
      "a function whose role may do nothing": {
        resources: {
          ...failingFunction({}),
          aws_iam_role_policy_attachment: {
            logs: {
              role: "${aws_iam_role.role.name}",
              policy_arn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
            },
          },
        },
        says: [
          "config: gives up to aws_sqs_queue.dead, but its role aws_iam_role.role is not allowed sqs:SendMessage there.",
        ],
      },
      "a right to another queue": {
        resources: failingFunction({ policy: right("sqs:SendMessage", "${aws_sqs_queue.work.arn}") }),
        says: [
          "config: gives up to aws_sqs_queue.dead, but its role aws_iam_role.role is not allowed sqs:SendMessage there.",
        ],
      },
      "a schedule and a pipe that may only receive": {
        resources: {
          aws_sqs_queue: { dead: { name: "dead" } },
          aws_iam_role: { role: {} },
          aws_iam_role_policy: {
            rights: {
              role: "${aws_iam_role.role.id}",
              policy: right("sqs:ReceiveMessage", "arn:aws:sqs:eu-central-1:1:dead"),
            },
          },
          aws_scheduler_schedule: {
            schedule: {
              target: {
                role_arn: "${aws_iam_role.role.arn}",
                dead_letter_config: { arn: "${aws_sqs_queue.dead.arn}" },
              },
            },
          },
          aws_pipes_pipe: {
            pipe: {
              role_arn: "${aws_iam_role.role.arn}",
              source_parameters: {
                dynamodb_stream_parameters: {
                  dead_letter_config: { arn: "arn:aws:sqs:eu-central-1:1:dead" },
                },
              },
            },
          },
        },
        says: [
          "schedule: gives up to aws_sqs_queue.dead, but its role aws_iam_role.role is not allowed sqs:SendMessage there.",
          "pipe: gives up to aws_sqs_queue.dead, but its role aws_iam_role.role is not allowed sqs:SendMessage there.",
        ],
      },
      "a dead-letter topic, a mapping's bucket": {
        resources: {
          aws_sns_topic: { topic: {} },
          aws_s3_bucket: { bucket: {} },
          aws_iam_role: { role: {} },
          aws_lambda_function: {
            fn: {
              role: "${aws_iam_role.role.arn}",
              dead_letter_config: { target_arn: "${aws_sns_topic.topic.arn}" },
            },
          },
          aws_lambda_event_source_mapping: {
            mapping: {
              function_name: "${aws_lambda_function.fn.arn}",
              destination_config: { on_failure: { destination_arn: "${aws_s3_bucket.bucket.arn}" } },
            },
          },
        },
        says: [
          "fn: gives up to aws_sns_topic.topic, but its role aws_iam_role.role is not allowed sns:Publish there.",
          "mapping: gives up to aws_s3_bucket.bucket, but its role aws_iam_role.role is not allowed s3:PutObject there.",
        ],
      },
    },
    keeps: {
      "a right by reference": {
        resources: failingFunction({ policy: right("sqs:SendMessage", "${aws_sqs_queue.dead.arn}") }),
      },
      "a right by the queue's name, account and region left to Terraform": {
        resources: failingFunction({
          policy: right("sqs:*", "arn:aws:sqs:${data.aws_region.here.name}:${local.account}:dead"),
        }),
      },
      "a right in an attached policy": {
        resources: {
          ...failingFunction({}),
          aws_iam_policy: { managed: { policy: right("sqs:SendMessage", "arn:aws:sqs:*:*:d*") } },
          aws_iam_role_policy_attachment: {
            attachment: { role: "${aws_iam_role.role.name}", policy_arn: "${aws_iam_policy.managed.arn}" },
          },
        },
      },
      "a policy that is not to be seen": {
        resources: {
          ...failingFunction({}),
          aws_iam_role_policy_attachment: {
            attachment: { role: "${aws_iam_role.role.name}", policy_arn: "arn:aws:iam::1:policy/shared" },
          },
        },
      },
      "a queue that lets the role in": {
        resources: failingFunction(
          {},
          policy({
            Effect: "Allow",
            Principal: { AWS: "${aws_iam_role.role.arn}" },
            Action: "sqs:SendMessage",
            Resource: "*",
          }),
        ),
      },
      "a role that somebody else made": {
        resources: {
          aws_sqs_queue: { dead: {} },
          aws_lambda_function: {
            fn: {
              role: "arn:aws:iam::1:role/shared",
              dead_letter_config: { target_arn: "${aws_sqs_queue.dead.arn}" },
            },
          },
        },
      },
    },
  },
};
