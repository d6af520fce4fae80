import { type Cases, policy } from "./case";

const DENY_ALL = { Effect: "Deny", Principal: "*", Action: "sqs:*", Resource: "*" };
const allow = (Action: string | string[], Resource: string) => policy({ Effect: "Allow", Action, Resource });
const ISSUER = "token.actions.githubusercontent.com";
const GITHUB = `arn:aws:iam::1:oidc-provider/${ISSUER}`;
const AUD = { StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com" } };
const trust = (Condition?: object) =>
  policy({
    Effect: "Allow",
    Principal: { Federated: GITHUB },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition,
  });
const trustDocument = (condition: readonly object[]) => ({
  statement: [
    {
      actions: ["sts:AssumeRoleWithWebIdentity"],
      principals: [{ type: "Federated", identifiers: ["${aws_iam_openid_connect_provider.github.arn}"] }],
      condition,
    },
  ],
});

/** Cases of the rules on what policies may say. */
export const PERMISSION_CASES: Readonly<Record<string, Cases>> = {
  "federated-trust": {
    breaks: {
      "no condition, and a condition on the audience alone": {
        resources: {
          aws_iam_role: {
            none: { assume_role_policy: trust() },
            audience: { assume_role_policy: trust(AUD) },
          },
        },
        says: [
          `audience: trusts ${GITHUB} without a condition on sub.`,
          `none: trusts ${GITHUB} without a condition on aud and without a condition on sub.`,
        ],
      },
      "conditions that let anybody in": {
        resources: {
          aws_iam_role: {
            any: { assume_role_policy: trust({ ...AUD, StringLike: { [`${ISSUER}:sub`]: "repo:*" } }) },
            main: {
              assume_role_policy: trust({
                ...AUD,
                StringLike: { [`${ISSUER}:sub`]: "*:ref:refs/heads/main" },
              }),
            },
            one: {
              assume_role_policy: trust({
                ...AUD,
                StringLike: { [`${ISSUER}:sub`]: ["repo:shop/shop:*", "*"] },
              }),
            },
          },
        },
        says: [
          `any: trusts ${GITHUB} with sub repo:*, which anybody has.`,
          `main: trusts ${GITHUB} with sub *:ref:refs/heads/main, which anybody has.`,
          `one: trusts ${GITHUB} with sub repo:shop/shop:*, *, which anybody has.`,
        ],
      },
      "conditions that hold without the claim": {
        resources: {
          aws_iam_role: {
            role: {
              assume_role_policy: trust({
                ...AUD,
                StringEqualsIfExists: { [`${ISSUER}:sub`]: "repo:shop/shop:*" },
              }),
            },
          },
        },
        says: [`role: trusts ${GITHUB} without a condition on sub.`],
      },
      "a document, with a condition on another provider": {
        resources: {
          aws_iam_openid_connect_provider: { github: { url: `https://${ISSUER}` } },
          aws_iam_role: { role: { assume_role_policy: "${data.aws_iam_policy_document.trust.json}" } },
        },
        data: {
          aws_iam_policy_document: {
            trust: trustDocument([
              { test: "StringEquals", variable: "accounts.example.com:aud", values: ["sts.amazonaws.com"] },
              { test: "StringLike", variable: `${ISSUER}:sub`, values: ["repo:shop/shop:*"] },
            ]),
          },
        },
        says: ["role: trusts ${aws_iam_openid_connect_provider.github.arn} without a condition on aud."],
      },
    },
    keeps: {
      "one repository's environment": {
        resources: {
          aws_iam_role: {
            role: {
              assume_role_policy: trust({
                StringEquals: {
                  ...AUD.StringEquals,
                  [`${ISSUER}:sub`]: "repo:shop/shop:environment:prod",
                },
              }),
            },
          },
        },
      },
      "a document, and an identity pool": {
        resources: {
          aws_iam_openid_connect_provider: { github: { url: `https://${ISSUER}` } },
          aws_iam_role: {
            role: { assume_role_policy: "${data.aws_iam_policy_document.trust.json}" },
            guests: {
              assume_role_policy: policy({
                Effect: "Allow",
                Principal: { Federated: "cognito-identity.amazonaws.com" },
                Action: "sts:AssumeRoleWithWebIdentity",
                Condition: { StringEquals: { "cognito-identity.amazonaws.com:aud": "eu-central-1:pool" } },
              }),
            },
          },
        },
        data: {
          aws_iam_policy_document: {
            trust: trustDocument([
              { test: "StringEquals", variable: `${ISSUER}:aud`, values: ["sts.amazonaws.com"] },
              { test: "StringLike", variable: `${ISSUER}:sub`, values: ["repo:shop/shop:*"] },
            ]),
          },
        },
      },
      "a service": {
        resources: {
          aws_iam_role: {
            role: {
              assume_role_policy: policy({
                Effect: "Allow",
                Principal: { Service: "lambda.amazonaws.com" },
                Action: "sts:AssumeRole",
              }),
            },
          },
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
      "a role's trust, a document that builds on a file, redrive policies": {
        resources: {
          aws_iam_role: {
            role: { assume_role_policy: "${local.trust}" },
            other: { assume_role_policy: "${data.aws_iam_policy_document.document.json}" },
          },
          aws_sqs_queue: { queue: { redrive_policy: "${jsonencode({})}" } },
        },
        data: {
          aws_iam_policy_document: { document: { source_policy_documents: ['${file("base.json")}'] } },
        },
        says: [
          "other: has a policy that cannot be read before Terraform runs.",
          "role: has a policy that cannot be read before Terraform runs.",
          "queue: has a redrive_policy that cannot be read before Terraform runs.",
        ],
      },
    },
    keeps: {
      "JSON with references": {
        resources: {
          aws_iam_role_policy: { rights: { policy: allow("sqs:SendMessage", "${aws_sqs_queue.queue.arn}") } },
        },
      },
      "references with quotes": {
        resources: {
          aws_iam_role_policy: {
            rights: { policy: '{"Statement":{"Resource":"${aws_sqs_queue.queue["a"].arn}"}}' },
          },
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
      "AWS's policies for everything, by data source and in a list": {
        resources: {
          aws_iam_role_policy_attachment: {
            attachment: { policy_arn: "${data.aws_iam_policy.admin.arn}" },
          },
          aws_iam_role_policy_attachments_exclusive: {
            all: { policy_arns: ["arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess_v2"] },
          },
        },
        data: { aws_iam_policy: { admin: { name: "AdministratorAccess" } } },
        says: ["attachment: attaches AdministratorAccess.", "all: attaches AmazonDynamoDBFullAccess_v2."],
      },
      "a document": {
        resources: {
          aws_s3_bucket_policy: { objects: { policy: "${data.aws_iam_policy_document.document.json}" } },
        },
        data: {
          aws_iam_policy_document: {
            document: {
              statement: [
                { actions: ["s3:*"], principals: [{ type: "AWS", identifiers: ["1"] }] },
                { not_actions: ["s3:Delete*"], principals: [{ type: "AWS", identifiers: ["1"] }] },
              ],
            },
          },
        },
        says: ["objects: allows s3:*.", "objects: allows every action but some, by NotAction."],
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
          aws_sqs_queue: { queue: { policy: policy(DENY_ALL) } },
          aws_kms_key: {
            key: {
              policy: policy({
                Effect: "Allow",
                Principal: { AWS: "arn:aws:iam::111111111111:root" },
                Action: "kms:*",
                Resource: "*",
              }),
            },
          },
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
      "what is inside of any": {
        resources: {
          aws_iam_role_policy: {
            indexes: { policy: allow("dynamodb:Query", "arn:aws:dynamodb:*:*:table/*/index/*") },
            objects: { policy: allow("s3:GetObject", "arn:aws:s3:::*/uploads/*") },
          },
        },
        says: [
          "indexes: allows dynamodb:Query on arn:aws:dynamodb:*:*:table/*/index/*.",
          "objects: allows s3:GetObject on arn:aws:s3:::*/uploads/*.",
        ],
      },
      "AWS's policy for functions": {
        resources: {
          aws_iam_role_policy_attachment: {
            attachment: {
              policy_arn: "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole",
            },
          },
        },
        says: [
          "attachment: attaches AWSLambdaSQSQueueExecutionRole, which allows its actions on every resource.",
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
            callbacks: { policy: allow(["states:SendTaskSuccess", "states:SendTaskFailure"], "*") },
            plans: { policy: allow("sqs:GetQueueAttributes", "arn:aws:sqs:eu-central-1:1:dev-*") },
            objects: { policy: allow("s3:GetObject", "arn:aws:s3:::uploads/*") },
            logs: { policy: allow("logs:PutLogEvents", "${aws_cloudwatch_log_group.group.arn}:*") },
          },
        },
      },
    },
  },
};
