import { type Cases, deadLetters, policy, redriveTo } from "./case";

const QUEUE = "${aws_sqs_queue.work.arn}";
const allow = (Service: string, Action = "sqs:SendMessage") =>
  policy({ Effect: "Allow", Principal: { Service }, Action, Resource: "arn:aws:sqs:eu-central-1:1:dead" });

/** Cases of the rules by which nothing is lost. */
export const DEAD_LETTER_CASES: Readonly<Record<string, Cases>> = {
  "queue-dead-letters": {
    breaks: {
      "a queue alone": {
        resources: { aws_sqs_queue: { work: {} } },
        says: ["work: has no redrive_policy, and nothing uses it as a dead-letter queue."],
      },
    },
    keeps: {
      "a queue and its dead-letter queue": {
        resources: { aws_sqs_queue: { work: { redrive_policy: redriveTo("dead") }, dead: {} } },
      },
      "a redrive policy written apart": {
        resources: {
          aws_sqs_queue: { work: {}, dead: {} },
          aws_sqs_queue_redrive_policy: {
            redrive: { queue_url: "${aws_sqs_queue.work.id}", redrive_policy: redriveTo("dead") },
          },
        },
      },
      "the dead-letter queue of a target": {
        resources: {
          aws_sqs_queue: { dead: {} },
          aws_cloudwatch_event_target: {
            target: { dead_letter_config: { arn: "${aws_sqs_queue.dead.arn}" } },
          },
        },
      },
    },
  },
  "dead-letter-access": {
    breaks: {
      "a dead-letter queue for anybody": {
        resources: { aws_sqs_queue: { work: { redrive_policy: redriveTo("dead") }, dead: {} } },
        says: [
          "dead: is a dead-letter queue that takes messages of any queue: it has no redrive_allow_policy.",
        ],
      },
      "a dead-letter queue for another queue": {
        resources: {
          aws_sqs_queue: {
            work: { name: "work", redrive_policy: redriveTo("dead") },
            ...deadLetters("dead", ["arn:aws:sqs:eu-central-1:1:other"]),
          },
        },
        says: [
          "dead: is the dead-letter queue of aws_sqs_queue.work, but its redrive_allow_policy does not name it.",
        ],
      },
      "a target that may not send": {
        resources: {
          aws_sqs_queue: deadLetters("dead", [], { policy: allow("sns.amazonaws.com") }),
          aws_cloudwatch_event_target: {
            target: { dead_letter_config: { arn: "${aws_sqs_queue.dead.arn}" } },
          },
        },
        says: [
          "dead: is the dead-letter queue of aws_cloudwatch_event_target.target, but its policy does not let events.amazonaws.com send.",
        ],
      },
      "a subscription that may only receive": {
        resources: {
          aws_sqs_queue: deadLetters("dead", [], {
            policy: allow("sns.amazonaws.com", "sqs:ReceiveMessage"),
          }),
          aws_sns_topic_subscription: { subscription: { redrive_policy: redriveTo("dead") } },
        },
        says: [
          "dead: is the dead-letter queue of aws_sns_topic_subscription.subscription, but its policy does not let sns.amazonaws.com send.",
        ],
      },
    },
    keeps: {
      "a queue named by its ARN": {
        resources: {
          aws_sqs_queue: {
            work: { name: "work", redrive_policy: redriveTo("dead") },
            ...deadLetters("dead", ["arn:aws:sqs:eu-central-1:1:work"]),
          },
        },
      },
      "a subscription that may send": {
        resources: {
          aws_sqs_queue: deadLetters("dead", [], { policy: allow("sns.amazonaws.com") }),
          aws_sns_topic_subscription: { subscription: { redrive_policy: redriveTo("dead") } },
        },
      },
    },
  },
  "dead-letter-retention": {
    breaks: {
      "the defaults": {
        resources: { aws_sqs_queue: { work: { redrive_policy: redriveTo("dead") }, dead: {} } },
        says: [
          "work: keeps messages for 345600 s, its dead-letter queue aws_sqs_queue.dead for 345600 s, which must be longer.",
        ],
      },
    },
    keeps: {
      "one second more": {
        resources: {
          aws_sqs_queue: {
            work: { redrive_policy: redriveTo("dead"), message_retention_seconds: 60 },
            dead: { message_retention_seconds: 61 },
          },
        },
      },
    },
  },
  "subscription-dead-letters": {
    breaks: {
      "a subscription of a queue": {
        resources: { aws_sns_topic_subscription: { subscription: { protocol: "sqs", endpoint: QUEUE } } },
        says: ["subscription: delivers to sqs without a redrive_policy."],
      },
    },
    keeps: {
      "a redrive policy, and a mail": {
        resources: {
          aws_sns_topic_subscription: {
            subscription: { protocol: "lambda", redrive_policy: redriveTo("dead") },
            mail: { protocol: "email", endpoint: "operators@example.com" },
          },
        },
      },
    },
  },
  "target-dead-letters": {
    breaks: {
      "a rule's target and a schedule": {
        resources: {
          aws_cloudwatch_event_target: { target: { arn: QUEUE } },
          aws_scheduler_schedule: { schedule: { target: { arn: QUEUE } } },
        },
        says: ["target: has no dead_letter_config.", "schedule: has no dead_letter_config."],
      },
    },
    keeps: {
      both: {
        resources: {
          aws_cloudwatch_event_target: { target: { arn: QUEUE, dead_letter_config: { arn: QUEUE } } },
          aws_scheduler_schedule: { schedule: { target: [{ dead_letter_config: [{ arn: QUEUE }] }] } },
        },
      },
    },
  },
  "async-failure-destinations": {
    breaks: {
      "a function behind a topic": {
        resources: {
          aws_lambda_function: { fn: {} },
          aws_sns_topic_subscription: {
            subscription: { protocol: "lambda", endpoint: "${aws_lambda_function.fn.arn}" },
          },
        },
        says: [
          "fn: is invoked asynchronously (aws_sns_topic_subscription.subscription) and keeps nothing of what fails.",
        ],
      },
      "a function behind a bucket, by an alias": {
        resources: {
          aws_lambda_function: { fn: {} },
          aws_lambda_alias: { live: { function_name: "${aws_lambda_function.fn.function_name}" } },
          aws_s3_bucket_notification: {
            uploads: { lambda_function: [{ lambda_function_arn: "${aws_lambda_alias.live.arn}" }] },
          },
        },
        says: [
          "fn: is invoked asynchronously (aws_s3_bucket_notification.uploads) and keeps nothing of what fails.",
        ],
      },
    },
    keeps: {
      "a destination": {
        resources: {
          aws_lambda_function: { fn: {} },
          aws_cloudwatch_event_target: { target: { arn: "${aws_lambda_function.fn.arn}" } },
          aws_lambda_function_event_invoke_config: {
            config: {
              function_name: "${aws_lambda_function.fn.function_name}",
              destination_config: { on_failure: { destination: QUEUE } },
            },
          },
        },
      },
      "a dead-letter queue": {
        resources: {
          aws_lambda_function: { fn: { dead_letter_config: { target_arn: QUEUE } } },
          aws_cloudwatch_event_target: { target: { arn: "${aws_lambda_function.fn.arn}" } },
        },
      },
      "a function that is only asked": { resources: { aws_lambda_function: { fn: {} } } },
    },
  },
  "stream-bounds": {
    breaks: {
      "the defaults": {
        resources: {
          aws_lambda_event_source_mapping: {
            mapping: { event_source_arn: "${aws_dynamodb_table.t.stream_arn}" },
          },
        },
        says: [
          "mapping: polls a stream without bisect_batch_on_function_error, a bound in maximum_retry_attempts, a bound in maximum_record_age_in_seconds, destination_config.on_failure.",
        ],
      },
      "retries for ever": {
        resources: {
          aws_lambda_event_source_mapping: {
            mapping: {
              event_source_arn: "arn:aws:kinesis:eu-central-1:1:stream/clicks",
              bisect_batch_on_function_error: true,
              maximum_retry_attempts: -1,
              maximum_record_age_in_seconds: 3600,
              destination_config: { on_failure: { destination_arn: QUEUE } },
            },
          },
        },
        says: ["mapping: polls a stream without a bound in maximum_retry_attempts."],
      },
    },
    keeps: {
      "a bounded stream, and a queue": {
        resources: {
          aws_lambda_event_source_mapping: {
            stream: {
              event_source_arn: "${aws_kinesis_stream.clicks.arn}",
              bisect_batch_on_function_error: true,
              maximum_retry_attempts: 3,
              maximum_record_age_in_seconds: 3600,
              destination_config: { on_failure: { destination_arn: QUEUE } },
            },
            queue: { event_source_arn: QUEUE },
          },
        },
      },
    },
  },
};
