import type { Cases } from "./case";

const QUEUE = "${aws_sqs_queue.work.arn}";

/** Cases of the rules by which functions, streams and delivery streams keep what they failed on. */
export const LOSS_CASES: Readonly<Record<string, Cases>> = {
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
      "functions behind a schedule, a log group, a pipe and an API that does not wait": {
        resources: {
          aws_lambda_function: {
            nightly: { function_name: "nightly" },
            lines: { function_name: "lines" },
            piped: {},
            posted: {},
          },
          aws_scheduler_schedule: {
            schedule: { target: { arn: "arn:aws:lambda:eu-central-1:1:function:nightly:live" } },
          },
          aws_cloudwatch_log_subscription_filter: {
            filter: { destination_arn: "arn:aws:lambda:${local.region}:${local.account}:function:lines" },
          },
          aws_pipes_pipe: {
            pipe: {
              target: "${aws_lambda_function.piped.arn}",
              target_parameters: { lambda_function_parameters: { invocation_type: "FIRE_AND_FORGET" } },
            },
          },
          aws_api_gateway_integration: {
            integration: {
              uri: "${aws_lambda_function.posted.invoke_arn}",
              request_parameters: { "integration.request.header.X-Amz-Invocation-Type": "'Event'" },
            },
          },
        },
        says: [
          "lines: is invoked asynchronously (aws_cloudwatch_log_subscription_filter.filter) and keeps nothing of what fails.",
          "nightly: is invoked asynchronously (aws_scheduler_schedule.schedule) and keeps nothing of what fails.",
          "piped: is invoked asynchronously (aws_pipes_pipe.pipe) and keeps nothing of what fails.",
          "posted: is invoked asynchronously (aws_api_gateway_integration.integration) and keeps nothing of what fails.",
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
      "a function that is only asked": {
        resources: {
          aws_lambda_function: { fn: {}, other: { function_name: "live" } },
          aws_pipes_pipe: { pipe: { target: "${aws_lambda_function.fn.arn}" } },
          aws_api_gateway_integration: { integration: { uri: "${aws_lambda_function.fn.invoke_arn}" } },
        },
      },
      "a topic of the function's name": {
        resources: {
          aws_lambda_function: { fn: { function_name: "orders" } },
          aws_cloudwatch_event_target: { target: { arn: "arn:aws:sns:eu-central-1:1:orders" } },
        },
      },
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
      "a pipe's defaults": {
        resources: {
          aws_pipes_pipe: {
            pipe: {
              source: "${aws_dynamodb_table.t.stream_arn}",
              source_parameters: { dynamodb_stream_parameters: { starting_position: "LATEST" } },
            },
          },
        },
        says: [
          "pipe: polls a stream without AUTOMATIC_BISECT, a bound in maximum_retry_attempts, a bound in maximum_record_age_in_seconds, dead_letter_config.",
        ],
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
      "a bounded pipe, and one of a queue": {
        resources: {
          aws_pipes_pipe: {
            stream: {
              source: "${aws_kinesis_stream.clicks.arn}",
              source_parameters: {
                kinesis_stream_parameters: {
                  on_partial_batch_item_failure: "AUTOMATIC_BISECT",
                  maximum_retry_attempts: 3,
                  maximum_record_age_in_seconds: 3600,
                  dead_letter_config: { arn: QUEUE },
                },
              },
            },
            queue: { source: QUEUE },
          },
        },
      },
    },
  },
  "delivery-stream-failures": {
    breaks: {
      "the defaults": {
        resources: {
          aws_kinesis_firehose_delivery_stream: {
            lake: { destination: "extended_s3", extended_s3_configuration: { prefix: "clicks/" } },
            search: {
              destination: "opensearch",
              opensearch_configuration: {
                s3_configuration: { prefix: "clicks/" },
                cloudwatch_logging_options: { enabled: true },
              },
            },
          },
        },
        says: [
          "lake: delivers to extended_s3 without error_output_prefix, cloudwatch_logging_options that are enabled.",
          "search: delivers to opensearch without error_output_prefix.",
        ],
      },
    },
    keeps: {
      "prefixes and logs": {
        resources: {
          aws_kinesis_firehose_delivery_stream: {
            lake: {
              destination: "extended_s3",
              extended_s3_configuration: {
                error_output_prefix: "failed/",
                cloudwatch_logging_options: { enabled: true, log_group_name: "/shop/clicks" },
              },
            },
            search: {
              destination: "opensearch",
              opensearch_configuration: {
                s3_configuration: { error_output_prefix: "failed/" },
                cloudwatch_logging_options: [{ enabled: "true" }],
              },
            },
          },
        },
      },
    },
  },
};
