import { type Cases, deadLetters, policy, redriveTo } from "./case";

const QUEUE = "${aws_sqs_queue.work.arn}";
const allow = (Service: string, Action = "sqs:SendMessage") =>
  policy({ Effect: "Allow", Principal: { Service }, Action, Resource: "arn:aws:sqs:eu-central-1:1:dead" });
const allowFor = (arn: string) =>
  policy({
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: "${aws_sqs_queue.dead.arn}",
    Condition: { ArnEquals: { "aws:SourceArn": arn } },
  });

/** Cases of the rules by which nothing is lost. */
export const DEAD_LETTER_CASES: Readonly<Record<string, Cases>> = {
  "queue-dead-letters": {
    breaks: {
      "a queue alone": {
        resources: { aws_sqs_queue: { work: {} } },
        says: ["work: has no redrive_policy, and nothing uses it as a dead-letter queue."],
      },
      "a queue that refuses to be one for others": {
        resources: {
          aws_sqs_queue: { work: { redrive_allow_policy: JSON.stringify({ redrivePermission: "denyAll" }) } },
        },
        says: ["work: has no redrive_policy, and nothing uses it as a dead-letter queue."],
      },
      "a data source of the same name as the target's queue": {
        resources: {
          aws_sqs_queue: { dead: {} },
          aws_cloudwatch_event_target: {
            target: { dead_letter_config: { arn: "${data.aws_sqs_queue.dead.arn}" } },
          },
        },
        says: ["dead: has no redrive_policy, and nothing uses it as a dead-letter queue."],
      },
      "the name of a topic's dead-letter topic": {
        resources: {
          aws_sqs_queue: { failures: { name: "failures" } },
          aws_lambda_function: {
            fn: { dead_letter_config: { target_arn: "arn:aws:sns:eu-central-1:1:failures" } },
          },
        },
        says: ["failures: has no redrive_policy, and nothing uses it as a dead-letter queue."],
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
      "a redrive policy that only Terraform can read": {
        resources: {
          aws_sqs_queue: {
            work: { redrive_policy: "${jsonencode({deadLetterTargetArn = aws_sqs_queue.dead.arn})}" },
            dead: { redrive_allow_policy: JSON.stringify({ redrivePermission: "allowAll" }) },
          },
        },
      },
      "queues and dead-letter queues by for_each": {
        resources: {
          aws_sqs_queue: {
            work: {
              for_each: ["a", "b"],
              redrive_policy: JSON.stringify({
                deadLetterTargetArn: "${aws_sqs_queue.dead[each.key].arn}",
                maxReceiveCount: 5,
              }),
            },
            dead: { for_each: ["a", "b"] },
          },
        },
      },
      "the dead-letter queue of an element that only Terraform knows": {
        resources: {
          aws_sqs_queue: { dead: {} },
          aws_cloudwatch_event_target: { target: { dead_letter_config: { arn: "${each.value}" } } },
        },
      },
      "the dead-letter queues of a pipe and of a dynamic block": {
        resources: {
          aws_sqs_queue: { dead: {}, other: {} },
          aws_pipes_pipe: {
            pipe: {
              source_parameters: {
                kinesis_stream_parameters: { dead_letter_config: { arn: "${aws_sqs_queue.dead.arn}" } },
              },
            },
          },
          aws_cloudwatch_event_target: {
            target: {
              dynamic: { dead_letter_config: { content: { arn: "${aws_sqs_queue.other.arn}" } } },
            },
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
          "dead: is the dead-letter queue of aws_cloudwatch_event_target.target, but its policy does not let events.amazonaws.com send for it.",
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
          "dead: is the dead-letter queue of aws_sns_topic_subscription.subscription, but its policy does not let sns.amazonaws.com send for it.",
        ],
      },
      "a target of another rule than the policy's": {
        resources: {
          aws_sqs_queue: deadLetters("dead", [], {
            policy: allowFor("${aws_cloudwatch_event_rule.other.arn}"),
          }),
          aws_cloudwatch_event_rule: { rule: {}, other: {} },
          aws_cloudwatch_event_target: {
            target: {
              rule: "${aws_cloudwatch_event_rule.rule.name}",
              dead_letter_config: { arn: "${aws_sqs_queue.dead.arn}" },
            },
          },
        },
        says: [
          "dead: is the dead-letter queue of aws_cloudwatch_event_target.target, but its policy does not let events.amazonaws.com send for it.",
        ],
      },
      "a key that is closed to services": {
        resources: {
          aws_sqs_queue: deadLetters("dead", [], {
            name: "dead",
            kms_master_key_id: "alias/aws/sqs",
            policy: allow("sns.amazonaws.com"),
          }),
          aws_sns_topic_subscription: { subscription: { redrive_policy: redriveTo("dead") } },
        },
        says: [
          "dead: is the dead-letter queue of aws_sns_topic_subscription.subscription, but alias/aws/sqs, by which it is encrypted, is closed to sns.amazonaws.com.",
        ],
      },
    },
    keeps: {
      "a target of the policy's rule, with a policy apart": {
        resources: {
          aws_sqs_queue: deadLetters("dead"),
          aws_sqs_queue_policy: {
            policy: {
              queue_url: "${aws_sqs_queue.dead.id}",
              policy: allowFor("${aws_cloudwatch_event_rule.rule.arn}"),
            },
          },
          aws_cloudwatch_event_rule: { rule: {} },
          aws_cloudwatch_event_target: {
            target: {
              rule: "${aws_cloudwatch_event_rule.rule.name}",
              dead_letter_config: { arn: "${aws_sqs_queue.dead.arn}" },
            },
          },
        },
      },
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
          aws_sqs_queue: deadLetters("dead", [], { name: "dead", policy: allow("sns.amazonaws.com") }),
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
};
