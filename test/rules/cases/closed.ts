import { type Cases, policy } from "./case";

const TLS = {
  Effect: "Deny",
  Principal: "*",
  Action: "sqs:*",
  Resource: "*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const BLOCK_ALL = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};
const allow = (Action: string | string[], Resource: string) => policy({ Effect: "Allow", Action, Resource });

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
        },
        says: [
          "queue: has neither sqs_managed_sse_enabled nor kms_master_key_id.",
          "table: has no server_side_encryption that is enabled.",
          "topic: has no kms_master_key_id, though no AWS service publishes to it.",
          "stream: has no encryption_type KMS.",
        ],
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
        },
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
    },
    keeps: {
      "a policy of its own": { resources: { aws_sqs_queue: { queue: { policy: policy(TLS) } } } },
      "a policy apart": {
        resources: {
          aws_s3_bucket: { bucket: {} },
          aws_s3_bucket_policy: { policy: { bucket: "${aws_s3_bucket.bucket.id}", policy: policy(TLS) } },
        },
      },
      "a policy as a data source": {
        resources: {
          aws_sqs_queue: { queue: { policy: "${data.aws_iam_policy_document.document.json}" } },
        },
        data: {
          aws_iam_policy_document: {
            document: {
              statement: [
                {
                  effect: "Deny",
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
  "readable-policies": {
    breaks: {
      "a function of Terraform's": {
        resources: {
          aws_iam_role_policy: { rights: { policy: '${jsonencode({"Statement" = []})}' } },
          aws_sqs_queue: { queue: { policy: '${file("policy.json")}' } },
        },
        says: [
          "rights: has a policy that cannot be read before Terraform runs.",
          "queue: has a policy that cannot be read before Terraform runs.",
        ],
      },
    },
    keeps: {
      "JSON with references": {
        resources: {
          aws_iam_role_policy: { rights: { policy: allow("sqs:SendMessage", "${aws_sqs_queue.queue.arn}") } },
        },
      },
    },
  },
  "no-wildcard-actions": {
    breaks: {
      "a wildcard, in a role and in a queue": {
        resources: {
          aws_iam_role_policy: {
            rights: { policy: allow(["sqs:*", "sns:Publish"], "arn:aws:sqs:e:1:work") },
          },
          aws_sqs_queue: {
            queue: { policy: policy({ Effect: "Allow", Principal: { AWS: "1" }, Action: "sqs:Send*" }) },
          },
        },
        says: ["rights: allows sqs:*.", "queue: allows sqs:Send*."],
      },
      "everything but, and AWS's policy for everything": {
        resources: {
          aws_iam_policy: {
            rights: { policy: policy({ Effect: "Allow", NotAction: "iam:PassRole", Resource: "r" }) },
          },
          aws_iam_role_policy_attachment: {
            attachment: { policy_arn: "arn:aws:iam::aws:policy/AmazonSQSFullAccess" },
          },
        },
        says: [
          "rights: allows every action but some, by NotAction.",
          "attachment: attaches AmazonSQSFullAccess.",
        ],
      },
      "a role with AWS's policy for everything": {
        resources: {
          aws_iam_role: { role: { managed_policy_arns: ["arn:aws:iam::aws:policy/AdministratorAccess"] } },
        },
        says: ["role: attaches AdministratorAccess."],
      },
      "a role's inline policy": {
        resources: {
          aws_iam_role: { role: { inline_policy: [{ name: "p", policy: allow("*", "arn:x") }] } },
        },
        says: ["role: allows *."],
      },
    },
    keeps: {
      "named actions, and a Deny of all": {
        resources: {
          aws_iam_role_policy: { rights: { policy: allow("sqs:SendMessage", "*") } },
          aws_sqs_queue: { queue: { policy: policy(TLS) } },
          aws_iam_role_policy_attachment: {
            attachment: {
              policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
            },
          },
        },
      },
    },
  },
  "no-wildcard-resources": {
    breaks: {
      "any resource": {
        resources: {
          aws_iam_role_policy: {
            rights: { policy: allow(["xray:PutTraceSegments", "sqs:SendMessage"], "*") },
          },
        },
        says: ["rights: allows sqs:SendMessage on *."],
      },
      "any of a kind": {
        resources: {
          aws_iam_role_policy: {
            buckets: { policy: allow("s3:GetObject", "arn:aws:s3:::*") },
            tables: { policy: allow("dynamodb:GetItem", "arn:aws:dynamodb:eu-central-1:1:table/*") },
          },
        },
        says: [
          "buckets: allows s3:GetObject on arn:aws:s3:::*.",
          "tables: allows dynamodb:GetItem on arn:aws:dynamodb:eu-central-1:1:table/*.",
        ],
      },
      "all but some": {
        resources: {
          aws_iam_policy: {
            rights: { policy: policy({ Effect: "Allow", Action: "s3:GetObject", NotResource: "r" }) },
          },
        },
        says: ["rights: allows actions on every resource but some, by NotResource."],
      },
    },
    keeps: {
      "what takes no ARN, and what is inside of one resource": {
        resources: {
          aws_iam_role_policy: {
            traces: { policy: allow("xray:PutTraceSegments", "*") },
            objects: { policy: allow("s3:GetObject", "arn:aws:s3:::uploads/*") },
            logs: { policy: allow("logs:PutLogEvents", "${aws_cloudwatch_log_group.group.arn}:*") },
          },
        },
      },
    },
  },
};
