import { type Cases, redriveTo } from "./case";

const alarm = (
  namespace: string,
  metric_name: string,
  dimensions: object,
  alarm_actions = ["arn:aws:sns:e:1:alarms"],
) => ({
  namespace,
  metric_name,
  dimensions,
  alarm_actions,
});
const TAGS = { environment: "test", stack: "shop", repository: "https://example.com/shop" };

/** Cases of the rules by which somebody sees what happens, and data is kept. */
export const WATCHED_CASES: Readonly<Record<string, Cases>> = {
  "log-retention": {
    breaks: {
      "no retention, no group": {
        resources: {
          aws_cloudwatch_log_group: { group: { name: "/aws/lambda/other" }, zero: { retention_in_days: 0 } },
          aws_lambda_function: { fn: { function_name: "worker" } },
        },
        says: [
          "group: has no retention_in_days.",
          "zero: has no retention_in_days.",
          "fn: has no log group in its environment.",
        ],
      },
      "groups that AWS would make": {
        resources: {
          aws_lambda_function: {
            fn: { function_name: "worker", logging_config: { log_group: "/shop/worker" } },
          },
          aws_api_gateway_method_settings: { settings: { settings: { logging_level: "INFO" } } },
          aws_appsync_graphql_api: { graph: { log_config: { field_log_level: "ERROR" } } },
        },
        says: [
          "fn: has no log group in its environment.",
          "settings: logs with level INFO, and its API has no log group for that.",
          "graph: logs, and has no log group for that.",
        ],
      },
    },
    keeps: {
      "groups by name, by reference, by configuration": {
        resources: {
          aws_cloudwatch_log_group: {
            first: { name: "/aws/lambda/first", retention_in_days: 14 },
            second: {
              name: "/aws/lambda/${aws_lambda_function.fn-second.function_name}",
              retention_in_days: 14,
            },
            third: { name: "/shop/third", retention_in_days: 14 },
            each: { name: "/aws/lambda/${each.value}", retention_in_days: 14 },
            api: {
              name: "API-Gateway-Execution-Logs_${aws_api_gateway_rest_api.api.id}/dev",
              retention_in_days: 14,
            },
          },
          aws_api_gateway_method_settings: {
            settings: { settings: { logging_level: "ERROR" } },
            silent: { settings: { logging_level: "OFF" } },
          },
          aws_lambda_function: {
            "fn-first": { function_name: "first" },
            "fn-second": {},
            "fn-third": { logging_config: { log_group: "/shop/third" } },
            "fn-each": { function_name: "${each.value}" },
          },
        },
      },
    },
  },
  tracing: {
    offWith: { tracingShare: 0 },
    breaks: {
      "nothing traced": {
        resources: {
          aws_lambda_function: { fn: { tracing_config: { mode: "PassThrough" } } },
          aws_api_gateway_stage: { stage: {} },
          aws_sfn_state_machine: { machine: {} },
          aws_appsync_graphql_api: { graph: {} },
        },
        says: [
          "fn: has no active tracing.",
          "stage: has no xray_tracing_enabled.",
          "machine: has no tracing_configuration that is enabled.",
          "graph: has no xray_enabled.",
        ],
      },
    },
    keeps: {
      "everything traced": {
        resources: {
          aws_lambda_function: { fn: { tracing_config: { mode: "Active" } } },
          aws_api_gateway_stage: { stage: { xray_tracing_enabled: true } },
          aws_sfn_state_machine: { machine: { tracing_configuration: { enabled: true } } },
          aws_appsync_graphql_api: { graph: { xray_enabled: true } },
        },
      },
    },
  },
  alarms: {
    offWith: { alarms: false },
    breaks: {
      "nothing watched": {
        resources: {
          aws_sqs_queue: { work: { redrive_policy: redriveTo("dead") }, dead: {} },
          aws_lambda_function: { fn: {} },
          aws_lambda_event_source_mapping: {
            mapping: {
              event_source_arn: "${aws_kinesis_stream.clicks.arn}",
              function_name: "${aws_lambda_function.fn.arn}",
            },
          },
          aws_cloudwatch_event_rule: { rule: {} },
          aws_sfn_state_machine: { machine: {} },
          aws_kinesis_firehose_delivery_stream: { delivery: { destination: "extended_s3" } },
        },
        says: [
          "dead: has no alarm on ApproximateNumberOfMessagesVisible that tells anybody.",
          "work: has no alarm on ApproximateAgeOfOldestMessage that tells anybody.",
          "fn: has no alarm on Errors that tells anybody.",
          "fn: has no alarm on Throttles that tells anybody.",
          "fn: has no alarm on IteratorAge that tells anybody.",
          "rule: has no alarm on FailedInvocations that tells anybody.",
          "machine: has no alarm on ExecutionsFailed that tells anybody.",
          "delivery: has no alarm on DeliveryToS3.DataFreshness that tells anybody.",
        ],
      },
      "alarms that are off, and on a metric of one's own": {
        resources: {
          aws_lambda_function: { fn: { function_name: "worker" } },
          aws_cloudwatch_metric_alarm: {
            errors: alarm("shop", "Errors", { FunctionName: "worker" }),
            throttles: {
              ...alarm("AWS/Lambda", "Throttles", { FunctionName: "worker" }),
              actions_enabled: false,
            },
          },
        },
        says: [
          "fn: has no alarm on Errors that tells anybody.",
          "fn: has no alarm on Throttles that tells anybody.",
        ],
      },
      "an alarm of another rule, and one that tells nobody": {
        resources: {
          aws_cloudwatch_event_rule: { one: { name: "one" }, two: { name: "two" } },
          aws_cloudwatch_metric_alarm: {
            alarm: alarm("AWS/Events", "FailedInvocations", { RuleName: "one" }),
            silent: alarm("AWS/Events", "FailedInvocations", { RuleName: "two" }, []),
          },
        },
        says: ["two: has no alarm on FailedInvocations that tells anybody."],
      },
    },
    keeps: {
      "alarms by name and by reference": {
        resources: {
          aws_lambda_function: { fn: { function_name: "worker" } },
          aws_cloudwatch_metric_alarm: {
            errors: alarm("AWS/Lambda", "Errors", { FunctionName: "worker" }),
            throttles: alarm("AWS/Lambda", "Throttles", {
              FunctionName: "${aws_lambda_function.fn.function_name}",
            }),
          },
        },
      },
      "an alarm on an expression, and one for each": {
        resources: {
          aws_lambda_function: { fn: { function_name: "worker" } },
          aws_cloudwatch_metric_alarm: {
            errors: {
              alarm_actions: ["arn:aws:sns:e:1:alarms"],
              metric_query: [
                { id: "rate", expression: "errors / 60" },
                {
                  id: "errors",
                  metric: {
                    namespace: "AWS/Lambda",
                    metric_name: "Errors",
                    dimensions: { FunctionName: "worker" },
                  },
                },
              ],
            },
            throttles: alarm("AWS/Lambda", "Throttles", { FunctionName: "${each.value}" }),
          },
        },
      },
    },
  },
  tags: {
    breaks: {
      "no tags": {
        resources: {},
        tags: {},
        says: [": sets no default tag environment, stack, repository."],
      },
      "another environment": {
        resources: {},
        tags: { ...TAGS, environment: "prod" },
        says: [': tags with environment "prod" in the environment test.'],
      },
    },
    keeps: { "all tags": { resources: {}, tags: TAGS } },
  },
  "name-limits": {
    breaks: {
      "long names": {
        resources: {
          aws_lambda_function: { fn: { function_name: "f".repeat(65) } },
          aws_dynamodb_table: { table: { name: "ab" } },
        },
        says: [
          `fn: is named "${"f".repeat(65)}", 65 characters; AWS takes 1 to 64.`,
          'table: is named "ab", 2 characters; AWS takes 3 to 255.',
        ],
      },
      "wrong characters": {
        resources: {
          aws_s3_bucket: { bucket: { bucket: "Shop_Uploads" } },
          aws_sqs_queue: { queue: { name: "a b" } },
        },
        says: [
          'queue: is named "a b", which has characters that AWS does not take.',
          'bucket: is named "Shop_Uploads", which has characters that AWS does not take.',
        ],
      },
    },
    keeps: {
      "names at the limit, and ones that Terraform makes": {
        resources: {
          aws_lambda_function: { fn: { function_name: "f".repeat(64) } },
          aws_sqs_queue: { queue: { name: `${"q".repeat(75)}.fifo` } },
          aws_sns_topic: { topic: { name: `\${${"x".repeat(300)}}` } },
          aws_iam_role: { role: {} },
        },
      },
    },
  },
  "deletion-protection": {
    offWith: { deletionProtection: false },
    breaks: {
      "nothing protected": {
        resources: {
          aws_dynamodb_table: { table: { deletion_protection_enabled: false } },
          aws_cognito_user_pool: { users: {} },
          aws_s3_bucket: { bucket: { force_destroy: true } },
        },
        says: [
          "table: has no deletion_protection_enabled.",
          "users: has no active deletion_protection.",
          "bucket: has force_destroy.",
        ],
      },
    },
    keeps: {
      "everything protected": {
        resources: {
          aws_dynamodb_table: { table: { deletion_protection_enabled: true } },
          aws_cognito_user_pool: { users: { deletion_protection: "ACTIVE" } },
          aws_s3_bucket: { bucket: {} },
        },
      },
    },
  },
  "point-in-time-recovery": {
    offWith: { pointInTimeRecovery: false },
    breaks: {
      "a table": {
        resources: { aws_dynamodb_table: { table: {} } },
        says: ["table: has no point_in_time_recovery that is enabled."],
      },
    },
    keeps: {
      "a table": {
        resources: { aws_dynamodb_table: { table: { point_in_time_recovery: { enabled: true } } } },
      },
      "a table whose switch only Terraform knows": {
        resources: {
          aws_dynamodb_table: { table: { point_in_time_recovery: { enabled: "${var.restore}" } } },
        },
      },
    },
  },
  throttling: {
    breaks: {
      "no limits": {
        resources: { aws_apigatewayv2_stage: { http: {} }, aws_api_gateway_stage: { rest: {} } },
        says: ["http: has no throttling of its routes.", "rest: has no throttling of its methods."],
      },
      "a rate alone, and limits of one method": {
        resources: {
          aws_apigatewayv2_stage: { http: { default_route_settings: { throttling_rate_limit: 10 } } },
          aws_api_gateway_stage: { rest: {} },
          aws_api_gateway_method_settings: {
            settings: {
              stage_name: "${aws_api_gateway_stage.rest.stage_name}",
              method_path: "order/GET",
              settings: { throttling_rate_limit: 10, throttling_burst_limit: 10 },
            },
          },
        },
        says: ["http: has no throttling of its routes.", "rest: has no throttling of its methods."],
      },
    },
    keeps: {
      "limits of both kinds": {
        resources: {
          aws_apigatewayv2_stage: {
            http: { default_route_settings: { throttling_rate_limit: 10, throttling_burst_limit: 10 } },
          },
          aws_api_gateway_stage: { rest: {} },
          aws_api_gateway_method_settings: {
            settings: {
              stage_name: "${aws_api_gateway_stage.rest.stage_name}",
              method_path: "*/*",
              settings: { throttling_rate_limit: 10, throttling_burst_limit: 10 },
            },
          },
        },
      },
    },
  },
};
