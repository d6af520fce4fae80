import { type Cases, policy } from "./case";

const mapping = (queue: string, most?: number, args = {}) => ({
  event_source_arn: `\${aws_sqs_queue.${queue}.arn}`,
  function_name: "${aws_lambda_function.fn.arn}",
  ...(most === undefined ? {} : { scaling_config: { maximum_concurrency: most } }),
  ...args,
});
const QUEUES = { work: { name: "work" }, more: { name: "more" } };
const reserving = (reserved: number) => ({ reserved_concurrent_executions: reserved });

const senders = (count: number, ending = "") =>
  Array.from({ length: count }, (_, index) => ({
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: "*",
    Condition: { ArnEquals: { "aws:SourceArn": `${index}${ending}` } },
  }));
const routes = (count: number, args = {}) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `route-${index}`,
      {
        function_name: "${aws_lambda_function.fn.function_name}",
        action: "lambda:InvokeFunction",
        principal: "apigateway.amazonaws.com",
        source_arn: "${aws_apigatewayv2_api.api.execution_arn}/$default/GET/a",
        ...args,
      },
    ]),
  );

/** Cases of the rules by which what runs at the same time fits. */
export const CAPACITY_CASES: Readonly<Record<string, Cases>> = {
  "consumer-concurrency": {
    breaks: {
      "two queues that take the reservation each": {
        resources: {
          aws_sqs_queue: QUEUES,
          aws_lambda_function: { fn: reserving(9) },
          aws_lambda_event_source_mapping: { one: mapping("work", 5), two: mapping("more", 5) },
        },
        says: ["fn: reserves 9; its 2 queues are polled with 10 batches at the same time."],
      },
      "a queue without a maximum": {
        resources: {
          aws_sqs_queue: QUEUES,
          aws_lambda_function: { fn: reserving(999) },
          aws_lambda_event_source_mapping: { one: mapping("work") },
        },
        says: ["fn: reserves 999; its queue is polled without a bound."],
      },
      "a reservation of one": {
        resources: {
          aws_lambda_function: { fn: reserving(1) },
          aws_lambda_event_source_mapping: {
            one: mapping("work", 2, { event_source_arn: "arn:aws:sqs:eu-central-1:1:work" }),
          },
        },
        says: ["fn: reserves 1; its queue is polled with 2 batches at the same time."],
      },
    },
    keeps: {
      "two queues that share the reservation": {
        resources: {
          aws_sqs_queue: QUEUES,
          aws_lambda_function: { fn: reserving(10) },
          aws_lambda_event_source_mapping: { one: mapping("work", 5), two: mapping("more", 5) },
        },
      },
      "a function that is switched off, and one that reserves nothing": {
        resources: {
          aws_sqs_queue: QUEUES,
          aws_lambda_function: { fn: reserving(0), free: reserving(-1) },
          aws_lambda_event_source_mapping: {
            one: mapping("work"),
            two: mapping("more", 5, { function_name: "${aws_lambda_function.free.arn}" }),
          },
        },
      },
      "a stream, provisioned pollers, and a maximum that only Terraform knows": {
        resources: {
          aws_sqs_queue: QUEUES,
          aws_lambda_function: { fn: reserving(4) },
          aws_lambda_event_source_mapping: {
            one: mapping("work", undefined, { scaling_config: { maximum_concurrency: "${var.most}" } }),
            two: mapping("more", undefined, { provisioned_poller_config: { maximum_pollers: 2 } }),
            three: mapping("", undefined, { event_source_arn: "${aws_kinesis_stream.clicks.arn}" }),
          },
        },
      },
    },
  },
  "reserved-concurrency": {
    offWith: { accountQuotas: { "lambda-concurrency": 1001 } },
    breaks: {
      "one more than the account can reserve": {
        resources: { aws_lambda_function: { a: reserving(500), b: reserving(401), c: {} } },
        says: [
          "b: reserves 401, with the functions before it 901; of the account's 1000 concurrent executions 900 can be reserved.",
        ],
      },
      "a single function": {
        resources: { aws_lambda_function: { a: reserving(901) } },
        says: ["a: reserves 901; of the account's 1000 concurrent executions 900 can be reserved."],
      },
    },
    keeps: {
      "all that the account can reserve": {
        resources: {
          aws_lambda_function: { a: reserving(500), b: reserving(400), c: reserving(0), d: reserving(-1) },
        },
      },
      "a reservation that only Terraform knows": {
        resources: {
          aws_lambda_function: { a: reserving(900), b: { reserved_concurrent_executions: "${var.most}" } },
        },
      },
    },
  },
  "policy-limits": {
    breaks: {
      "a queue that 21 may send to": {
        resources: { aws_sqs_queue: { work: { name: "work", policy: policy(...senders(21)) } } },
        says: ["work: has a policy of 21 statements; SQS takes 20."],
      },
      "a queue's policy written apart, of few but long statements": {
        resources: {
          aws_sqs_queue: { work: { name: "work" } },
          aws_sqs_queue_policy: {
            apart: { queue_url: "${aws_sqs_queue.work.id}", policy: policy(...senders(10, "x".repeat(800))) },
          },
        },
        says: ["work: has a policy of about 9568 bytes; SQS takes 8192."],
      },
      "a function with more routes than its policy holds": {
        resources: {
          aws_lambda_function: { fn: { function_name: "api" } },
          aws_lambda_permission: routes(64),
        },
        says: ["fn: has 64 permissions, a policy of about 20736 bytes; Lambda takes 20480."],
      },
    },
    keeps: {
      "as many as AWS takes": {
        resources: {
          aws_sqs_queue: { work: { name: "work", policy: policy(...senders(20)) } },
          aws_lambda_function: { fn: { function_name: "api" } },
          aws_lambda_permission: routes(63),
        },
      },
      "permissions of an alias, which has a policy of its own": {
        resources: {
          aws_lambda_function: { fn: { function_name: "api" } },
          aws_lambda_permission: routes(80, { qualifier: "live" }),
        },
      },
    },
  },
};
