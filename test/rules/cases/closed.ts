import { type Cases, policy } from "./case";

const TLS = {
  Effect: "Deny",
  Principal: "*",
  Action: "sqs:*",
  Resource: "*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const everybody = (Condition: object) =>
  policy({ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Condition });
const BLOCK_ALL = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};

/** Cases of the rules by which only those come in who should. */
export const CLOSED_CASES: Readonly<Record<string, Cases>> = {
  "encryption-at-rest": {
    breaks: {
      "nothing stated": {
        resources: {
          aws_sqs_queue: { queue: {} },
          aws_dynamodb_table: { table: {} },
          aws_sns_topic: { topic: {} },
          aws_kinesis_stream: { stream: {} },
          aws_kinesis_firehose_delivery_stream: { delivery: { server_side_encryption: { enabled: false } } },
        },
        says: [
          "queue: has neither sqs_managed_sse_enabled nor kms_master_key_id.",
          "table: has no server_side_encryption that is enabled.",
          "delivery: has no server_side_encryption that is enabled.",
          "topic: has no kms_master_key_id, though no AWS service publishes to it.",
          "stream: has no encryption_type KMS.",
        ],
      },
      "the key left empty": {
        resources: { aws_sqs_queue: { queue: { kms_master_key_id: "", sqs_managed_sse_enabled: false } } },
        says: ["queue: has neither sqs_managed_sse_enabled nor kms_master_key_id."],
      },
    },
    keeps: {
      "everything stated": {
        resources: {
          aws_sqs_queue: {
            queue: { sqs_managed_sse_enabled: true },
            other: { kms_master_key_id: "alias/own" },
          },
          aws_dynamodb_table: { table: { server_side_encryption: { enabled: true } } },
          aws_sns_topic: {
            topic: { kms_master_key_id: "alias/aws/sns" },
            alarms: {
              policy: policy({
                Effect: "Allow",
                Principal: { Service: "cloudwatch.amazonaws.com" },
                Action: "sns:Publish",
              }),
            },
          },
          aws_kinesis_stream: { stream: { encryption_type: "KMS" } },
          aws_kinesis_firehose_delivery_stream: {
            direct: { server_side_encryption: { enabled: true } },
            reading: {
              kinesis_source_configuration: { kinesis_stream_arn: "${aws_kinesis_stream.stream.arn}" },
            },
          },
        },
      },
      "what only Terraform knows": {
        resources: { aws_sqs_queue: { queue: { sqs_managed_sse_enabled: "${var.encrypted}" } } },
      },
    },
  },
  "tls-only": {
    breaks: {
      "no policy": {
        resources: { aws_sqs_queue: { queue: {} }, aws_s3_bucket: { bucket: {} } },
        says: [
          "queue: has no policy that refuses plain HTTP.",
          "bucket: has no policy that refuses plain HTTP.",
        ],
      },
      "another policy": {
        resources: {
          aws_sns_topic: {
            topic: { policy: policy({ Effect: "Allow", Principal: "*", Action: "sns:Publish" }) },
          },
        },
        says: ["topic: has a policy that lets plain HTTP in."],
      },
      "a bucket whose objects alone are closed, a queue that may only be sent to by TLS": {
        resources: {
          aws_s3_bucket: { bucket: {} },
          aws_s3_bucket_policy: {
            policy: {
              bucket: "${aws_s3_bucket.bucket.id}",
              policy: policy({ ...TLS, Action: "s3:*", Resource: "${aws_s3_bucket.bucket.arn}/*" }),
            },
          },
          aws_sqs_queue: { queue: { policy: policy({ ...TLS, Action: "sqs:SendMessage" }) } },
        },
        says: [
          "queue: has a policy that lets plain HTTP in for sqs:ReceiveMessage.",
          "bucket: has a policy that lets plain HTTP in for s3:ListBucket.",
        ],
      },
      "a refusal for some callers": {
        resources: {
          aws_sqs_queue: {
            one: {
              policy: policy({
                ...TLS,
                Condition: { ...TLS.Condition, StringEquals: { "aws:PrincipalAccount": "1" } },
              }),
            },
            two: { policy: policy({ ...TLS, Principal: undefined, NotPrincipal: { AWS: "*" } }) },
          },
        },
        says: ["one: has a policy that lets plain HTTP in.", "two: has a policy that lets plain HTTP in."],
      },
    },
    keeps: {
      "a policy of its own": { resources: { aws_sqs_queue: { queue: { policy: policy(TLS) } } } },
      "a policy apart": {
        resources: {
          aws_s3_bucket: { bucket: {} },
          aws_s3_bucket_policy: {
            policy: {
              bucket: "${aws_s3_bucket.bucket.id}",
              policy: policy({
                ...TLS,
                Action: "s3:*",
                Resource: ["${aws_s3_bucket.bucket.arn}", "${aws_s3_bucket.bucket.arn}/*"],
              }),
            },
          },
        },
      },
      "a policy apart, of each queue": {
        resources: {
          aws_sqs_queue: { one: {}, two: {} },
          aws_sqs_queue_policy: {
            policy: { for_each: ["one", "two"], queue_url: "${each.value}", policy: policy(TLS) },
          },
        },
      },
      "a policy as a data source": {
        resources: {
          aws_sqs_queue: { queue: { policy: "${data.aws_iam_policy_document.document.json}" } },
        },
        data: {
          aws_iam_policy_document: {
            document: {
              source_policy_documents: ["${data.aws_iam_policy_document.refusal.json}"],
            },
            refusal: {
              statement: [
                {
                  effect: "Deny",
                  actions: ["sqs:*"],
                  resources: ["*"],
                  principals: [{ type: "*", identifiers: ["*"] }],
                  condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
                },
              ],
            },
          },
        },
      },
    },
  },
  "no-public-access": {
    breaks: {
      "a bucket without a block": {
        resources: { aws_s3_bucket: { bucket: { acl: "public-read" } } },
        says: [
          "bucket: does not block public access: block_public_acls, block_public_policy, ignore_public_acls, restrict_public_buckets.",
          "bucket: has the ACL public-read.",
        ],
      },
      "half a block": {
        resources: {
          aws_s3_bucket: { bucket: {} },
          aws_s3_bucket_public_access_block: {
            block: { bucket: "${aws_s3_bucket.bucket.id}", ...BLOCK_ALL, block_public_policy: false },
          },
        },
        says: ["bucket: does not block public access: block_public_policy."],
      },
      "a queue for everybody": {
        resources: {
          aws_sqs_queue: {
            queue: {
              policy: policy({ Effect: "Allow", Principal: { AWS: "*" }, Action: "sqs:SendMessage" }),
            },
          },
        },
        says: ["queue: lets everybody use sqs:SendMessage."],
      },
      "a queue for everybody who comes by TLS, or from anywhere": {
        resources: {
          aws_sqs_queue: {
            one: { policy: everybody({ Bool: { "aws:SecureTransport": "true" } }) },
            two: { policy: everybody({ StringLike: { "aws:SourceArn": "*" } }) },
            three: { policy: everybody({ StringNotEquals: { "aws:PrincipalAccount": "1" } }) },
          },
        },
        says: [
          "one: lets everybody use sqs:SendMessage.",
          "three: lets everybody use sqs:SendMessage.",
          "two: lets everybody use sqs:SendMessage.",
        ],
      },
      "a bus, a key and a bucket for all but one": {
        resources: {
          aws_cloudwatch_event_bus_policy: {
            bus: { policy: policy({ Effect: "Allow", Principal: "*", Action: "events:PutEvents" }) },
          },
          aws_cloudwatch_event_permission: { permission: { principal: "*", statement_id: "all" } },
          aws_kms_key: {
            key: {
              policy: policy({ Effect: "Allow", NotPrincipal: { AWS: "1" }, NotAction: "kms:Delete*" }),
            },
          },
          aws_s3_bucket_acl: {
            acl: {
              access_control_policy: {
                grant: [{ grantee: { uri: "http://acs.amazonaws.com/groups/global/AllUsers" } }],
              },
            },
          },
        },
        says: [
          "acl: has the ACL AllUsers.",
          "bus: lets everybody use events:PutEvents.",
          "key: lets everybody use everything but kms:Delete*.",
          "permission: lets everybody send to the bus.",
        ],
      },
      "a role for everybody": {
        resources: {
          aws_iam_role: {
            role: {
              assume_role_policy: policy({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }),
            },
          },
        },
        says: ["role: is a role that everybody can take on."],
      },
      "a function for everybody": {
        resources: { aws_lambda_permission: { permission: { principal: "*" } } },
        says: ["permission: lets everybody invoke the function."],
      },
    },
    keeps: {
      "a blocked bucket and a queue for one topic": {
        resources: {
          aws_s3_bucket: { bucket: {} },
          aws_s3_bucket_public_access_block: {
            block: { bucket: "${aws_s3_bucket.bucket.id}", ...BLOCK_ALL },
          },
          aws_sqs_queue: {
            queue: {
              policy: policy({
                Effect: "Allow",
                Principal: "*",
                Action: "sqs:SendMessage",
                Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:sns:eu-central-1:1:topic" } },
              }),
            },
          },
        },
      },
    },
  },
  "public-route": {
    breaks: {
      "a method and a route": {
        resources: {
          aws_api_gateway_method: { method: { authorization: "NONE", http_method: "GET" } },
          aws_apigatewayv2_route: { route: { route_key: "POST /order" } },
        },
        says: [
          "method: answers GET without authorization.",
          "route: answers POST /order without authorization.",
        ],
      },
      "connecting to a WebSocket API": {
        resources: {
          aws_apigatewayv2_api: { api: { protocol_type: "WEBSOCKET" } },
          aws_apigatewayv2_route: {
            connect: { api_id: "${aws_apigatewayv2_api.api.id}", route_key: "$connect" },
            say: { api_id: "${aws_apigatewayv2_api.api.id}", route_key: "say" },
          },
        },
        says: ["connect: answers $connect without authorization."],
      },
      "a function URL and a GraphQL API": {
        resources: {
          aws_lambda_function_url: { url: { authorization_type: "NONE" } },
          aws_appsync_graphql_api: { graph: { authentication_type: "API_KEY" } },
        },
        says: [
          "url: is a function URL without authorization.",
          "graph: takes an API key, which tells nobody apart.",
        ],
      },
      "a second way into a GraphQL API": {
        resources: {
          aws_appsync_graphql_api: {
            graph: {
              authentication_type: "AWS_IAM",
              additional_authentication_provider: [{ authentication_type: "API_KEY" }],
            },
          },
        },
        says: ["graph: takes an API key, which tells nobody apart."],
      },
      "an API that makes its route by itself, and one that hides them": {
        resources: {
          aws_apigatewayv2_api: { quick: { target: "${aws_lambda_function.fn.arn}" } },
          aws_api_gateway_rest_api: { described: { body: "{}" } },
        },
        says: [
          "quick: answers every request without authorization.",
          "described: has routes in its body, where nobody checks them.",
        ],
      },
      "OPTIONS that reaches a function": {
        resources: {
          aws_api_gateway_method: {
            method: { authorization: "NONE", http_method: "OPTIONS", resource_id: "r" },
          },
          aws_api_gateway_integration: {
            integration: { type: "AWS_PROXY", http_method: "OPTIONS", resource_id: "r" },
          },
        },
        says: ["method: answers OPTIONS without authorization."],
      },
    },
    keeps: {
      "authorized routes and a preflight": {
        resources: {
          aws_api_gateway_method: {
            method: { authorization: "COGNITO_USER_POOLS", http_method: "GET" },
            preflight: { authorization: "NONE", http_method: "OPTIONS", resource_id: "r" },
          },
          aws_api_gateway_integration: {
            integration: {
              type: "MOCK",
              http_method: "${aws_api_gateway_method.preflight.http_method}",
              resource_id: "r",
            },
          },
          aws_apigatewayv2_route: { route: { route_key: "GET /", authorization_type: "JWT" } },
          aws_lambda_function_url: { url: { authorization_type: "AWS_IAM" } },
        },
      },
    },
  },
};
