import { SECONDS_PER_MESSAGE_METADATA } from "../../../rules/batch-time";
import { type Cases, redriveTo } from "./case";

const mapping = (args = {}) => ({
  mapping: {
    event_source_arn: "${aws_sqs_queue.work.arn}",
    function_name: "${aws_lambda_function.fn.arn}",
    ...args,
  },
});
const perMessage = (seconds: number): Cases["keeps"][string]["build"] & {} => {
  return (stack) => stack.node.findChild("mapping").node.addMetadata(SECONDS_PER_MESSAGE_METADATA, seconds);
};

/** Cases of the rules by which queues and functions fit. */
export const CONSUMER_CASES: Readonly<Record<string, Cases>> = {
  "visibility-timeout": {
    breaks: {
      "one second short": {
        resources: {
          aws_sqs_queue: { work: { visibility_timeout_seconds: 64 } },
          aws_lambda_function: { fn: { timeout: 10 } },
          aws_lambda_event_source_mapping: mapping({ maximum_batching_window_in_seconds: 5 }),
        },
        says: [
          "work: has a visibility timeout of 64 s; aws_lambda_function.fn (timeout 10 s, window 5 s) needs 65 s.",
        ],
      },
      "the default, and ends known by name": {
        resources: {
          aws_sqs_queue: { work: { name: "work" } },
          aws_lambda_function: { fn: { function_name: "worker", timeout: 6 } },
          aws_lambda_event_source_mapping: {
            mapping: { event_source_arn: "arn:aws:sqs:eu-central-1:1:work", function_name: "worker" },
          },
        },
        says: [
          "work: has a visibility timeout of 30 s; aws_lambda_function.fn (timeout 6 s, window 0 s) needs 36 s.",
        ],
      },
      "a pipe with an enrichment": {
        resources: {
          aws_sqs_queue: { work: { visibility_timeout_seconds: 60 } },
          aws_lambda_function: { enrich: { timeout: 5 }, fn: { timeout: 6 } },
          aws_pipes_pipe: {
            pipe: {
              source: "${aws_sqs_queue.work.arn}",
              enrichment: "${aws_lambda_function.enrich.arn}",
              target: "${aws_lambda_function.fn.arn}",
              source_parameters: { sqs_queue_parameters: { maximum_batching_window_in_seconds: 2 } },
            },
          },
        },
        says: [
          "work: has a visibility timeout of 60 s; aws_lambda_function.enrich and aws_lambda_function.fn (timeout 11 s, window 2 s) needs 68 s.",
        ],
      },
      "a mapping by count": {
        resources: {
          aws_sqs_queue: { work: { count: 2 } },
          aws_lambda_function: { fn: { timeout: 6 } },
          aws_lambda_event_source_mapping: mapping({
            event_source_arn: "${aws_sqs_queue.work[count.index].arn}",
          }),
        },
        says: [
          "work: has a visibility timeout of 30 s; aws_lambda_function.fn (timeout 6 s, window 0 s) needs 36 s.",
        ],
      },
    },
    keeps: {
      "just enough": {
        resources: {
          aws_sqs_queue: { work: { visibility_timeout_seconds: 65 } },
          aws_lambda_function: { fn: { timeout: 10 } },
          aws_lambda_event_source_mapping: mapping({ maximum_batching_window_in_seconds: 5 }),
        },
      },
      "a pipe that calls no function, and a timeout that only Terraform knows": {
        resources: {
          aws_sqs_queue: { work: {} },
          aws_lambda_function: { fn: { timeout: "${var.timeout}" } },
          aws_lambda_event_source_mapping: mapping(),
          aws_pipes_pipe: {
            pipe: { source: "${aws_sqs_queue.work.arn}", target: "${aws_sfn_state_machine.saga.arn}" },
          },
        },
      },
    },
  },
  "batch-size": {
    breaks: {
      "eleven without a window": {
        resources: {
          aws_sqs_queue: { work: {} },
          aws_lambda_event_source_mapping: mapping({ batch_size: 11 }),
        },
        says: ["mapping: takes batches of 11 without a batching window."],
      },
      "a FIFO queue with a window": {
        resources: {
          aws_sqs_queue: { work: { fifo_queue: true } },
          aws_lambda_event_source_mapping: mapping({ batch_size: 11, maximum_batching_window_in_seconds: 1 }),
        },
        says: [
          "mapping: takes batches of 11 from a FIFO queue.",
          "mapping: waits 1 s for a batch of a FIFO queue.",
        ],
      },
    },
    keeps: {
      ten: {
        resources: {
          aws_sqs_queue: { work: { fifo_queue: true } },
          aws_lambda_event_source_mapping: mapping(),
        },
      },
      "eleven with a window": {
        resources: {
          aws_sqs_queue: { work: {} },
          aws_lambda_event_source_mapping: mapping({ batch_size: 11, maximum_batching_window_in_seconds: 1 }),
        },
      },
    },
  },
  "batch-time": {
    breaks: {
      "a timeout beyond Lambda's": {
        resources: { aws_lambda_function: { fn: { timeout: 901 } } },
        says: ["fn: has a timeout of 901 s; Lambda stops every function after 900 s."],
      },
      "a batch that takes longer": {
        resources: {
          aws_lambda_function: { fn: { timeout: 19 } },
          aws_lambda_event_source_mapping: mapping({ batch_size: 10 }),
        },
        build: perMessage(2),
        says: [
          "mapping: takes batches of 10 at 2 s per message, 20 s in all; its function is stopped after 19 s.",
        ],
      },
    },
    keeps: {
      "just in time": {
        resources: {
          aws_lambda_function: { fn: { timeout: 20 }, long: { timeout: 900 } },
          aws_lambda_event_source_mapping: mapping({ batch_size: 10 }),
        },
        build: perMessage(2),
      },
    },
  },
  "partial-batch-responses": {
    breaks: {
      "a queue": {
        resources: { aws_lambda_event_source_mapping: mapping() },
        says: ["mapping: polls a queue without ReportBatchItemFailures."],
      },
      "a stream": {
        resources: {
          aws_lambda_event_source_mapping: {
            mapping: { event_source_arn: "${aws_kinesis_stream.clicks.arn}", function_response_types: [] },
          },
        },
        says: ["mapping: polls a stream without ReportBatchItemFailures."],
      },
    },
    keeps: {
      "a queue": {
        resources: {
          aws_lambda_event_source_mapping: mapping({ function_response_types: ["ReportBatchItemFailures"] }),
        },
      },
    },
  },
  "fifo-pairs": {
    breaks: {
      "a standard dead-letter queue of a FIFO queue": {
        resources: {
          aws_sqs_queue: { work: { fifo_queue: true, redrive_policy: redriveTo("dead") }, dead: {} },
        },
        says: ["work: has the dead-letter queue aws_sqs_queue.dead, which is standard; it needs a FIFO one."],
      },
      "a FIFO dead-letter queue of a target": {
        resources: {
          aws_sqs_queue: { dead: { fifo_queue: true, name: "dead.fifo" } },
          aws_cloudwatch_event_target: {
            target: { dead_letter_config: { arn: "${aws_sqs_queue.dead.arn}" } },
          },
        },
        says: [
          "target: has the dead-letter queue aws_sqs_queue.dead, which is FIFO; it needs a standard one.",
        ],
      },
      "a name without the ending": {
        resources: { aws_sqs_queue: { work: { name: "work", fifo_queue: true } } },
        says: ['work: is FIFO but named "work".'],
      },
      "a standard dead-letter queue of a FIFO topic": {
        resources: {
          aws_sqs_queue: { dead: {} },
          aws_sns_topic_subscription: {
            subscription: {
              topic_arn: "arn:aws:sns:eu-central-1:1:prices.fifo",
              redrive_policy: redriveTo("dead"),
            },
          },
        },
        says: [
          "subscription: has the dead-letter queue aws_sqs_queue.dead, which is standard; it needs a FIFO one.",
        ],
      },
      "a FIFO queue behind a standard topic": {
        resources: {
          aws_sqs_queue: { work: { fifo_queue: true } },
          aws_sns_topic: { topic: {} },
          aws_sns_topic_subscription: {
            subscription: { topic_arn: "${aws_sns_topic.topic.arn}", endpoint: "${aws_sqs_queue.work.arn}" },
          },
        },
        says: [
          "subscription: delivers from the standard topic aws_sns_topic.topic to the FIFO queue aws_sqs_queue.work.",
        ],
      },
    },
    keeps: {
      "FIFO with FIFO": {
        resources: {
          aws_sqs_queue: {
            work: { name: "work.fifo", fifo_queue: true, redrive_policy: redriveTo("dead") },
            dead: { name: "work-dlq.fifo", fifo_queue: true },
          },
          aws_sns_topic: { topic: { name: "topic.fifo", fifo_topic: true } },
          aws_sns_topic_subscription: {
            subscription: {
              topic_arn: "${aws_sns_topic.topic.arn}",
              endpoint: "${aws_sqs_queue.work.arn}",
              redrive_policy: redriveTo("dead"),
            },
          },
        },
      },
    },
  },
};
