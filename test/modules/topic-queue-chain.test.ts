import type { Construct } from "constructs";
import { EventBus } from "../../modules/event-bus";
import type { PlatformFunctionProps } from "../../modules/function";
import { Queue } from "../../modules/queue";
import { QueueConsumer, type QueueConsumerProps } from "../../modules/queue-consumer";
import {
  TopicQueueChain,
  type TopicQueueChainProps,
  type TopicSource,
} from "../../modules/topic-queue-chain";
import { refusal, sampleFunction, synth, useSampleHandlers } from "./synthesis";

useSampleHandlers();

const TOPIC_ARN = "arn:aws:sns:eu-central-1:111122223333:test-product-price-changes";

function build(
  scope: Construct,
  props: Partial<TopicQueueChainProps> = {},
  consumer: Partial<PlatformFunctionProps> = {},
): TopicQueueChain {
  return new TopicQueueChain(scope, "chain", {
    service: "sample",
    name: "price-changes",
    source: { topicArn: TOPIC_ARN },
    consumer: sampleFunction(scope, consumer),
    ...props,
  });
}

describe("TopicQueueChain", () => {
  test("works the queue in batches whose failures come back one by one", () => {
    const stack = synth((scope) => build(scope));

    expect(stack.one("aws_lambda_event_source_mapping")).toMatchObject({
      event_source_arn: expect.stringMatching(/^\$\{aws_sqs_queue\.chain_queue_[0-9A-F]+\.arn\}$/),
      function_name: expect.stringMatching(/^\$\{aws_lambda_function\.worker_function_[0-9A-F]+\.arn\}$/),
      batch_size: 10,
      maximum_batching_window_in_seconds: 0,
      function_response_types: ["ReportBatchItemFailures"],
    });
    expect(stack.granted("test-sample-worker")).toEqual([
      {
        Effect: "Allow",
        Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        Resource: expect.stringMatching(/^\$\{aws_sqs_queue\.chain_queue_[0-9A-F]+\.arn\}$/),
      },
    ]);
  });

  test.each([
    [10, 0, 60],
    [30, 0, 180],
    [30, 20, 200],
    [900, 300, 5700],
  ])(
    "hides messages for six timeouts of %i s and a window of %i s: %i s",
    (timeoutSeconds, batchWindowSeconds, seconds) => {
      const stack = synth((scope) => build(scope, { batchWindowSeconds }, { timeoutSeconds }));

      const queue = stack.one("aws_sqs_queue", { name: "test-sample-price-changes" });
      expect(queue["visibility_timeout_seconds"]).toBe(seconds);
    },
  );

  test("gives a message up after its receives", () => {
    const stack = synth((scope) => build(scope, { maxReceives: 3 }));

    const queue = stack.one("aws_sqs_queue", { name: "test-sample-price-changes" });
    expect(JSON.parse(queue["redrive_policy"]).maxReceiveCount).toBe(3);
  });

  test("levels a burst by maximum concurrency", () => {
    const stack = synth((scope) => build(scope, { maxConcurrency: 5 }, { reservedConcurrency: 5 }));

    expect(stack.one("aws_lambda_event_source_mapping")["scaling_config"]).toEqual({
      maximum_concurrency: 5,
    });
  });

  test("knows its queues", () => {
    synth((scope) => {
      const { queue, deadLetterQueue, deliveryDeadLetterQueue } = build(scope);
      expect([queue.name, deadLetterQueue.name, deliveryDeadLetterQueue.name]).toEqual([
        "test-sample-price-changes",
        "test-sample-price-changes-dlq",
        "test-sample-price-changes-subscription-dlq",
      ]);
    });
  });

  describe("from a topic", () => {
    test("subscribes the queue to the bare messages, with a dead-letter queue of the subscription", () => {
      const subscription = synth((scope) => build(scope)).one("aws_sns_topic_subscription");

      expect(subscription).toMatchObject({
        topic_arn: TOPIC_ARN,
        protocol: "sqs",
        endpoint: expect.stringMatching(/^\$\{aws_sqs_queue\.chain_queue_[0-9A-F]+\.arn\}$/),
        raw_message_delivery: true,
      });
      expect(JSON.parse(subscription["redrive_policy"])).toEqual({
        deadLetterTargetArn: expect.stringMatching(
          /^\$\{aws_sqs_queue\.chain_subscription-dead-letter-queue_.*\.arn\}$/,
        ),
      });
      expect(subscription).not.toHaveProperty("filter_policy");
      expect(subscription).not.toHaveProperty("filter_policy_scope");
    });

    test("lets that topic alone into both queues", () => {
      const stack = synth((scope) => build(scope));

      for (const name of ["test-sample-price-changes", "test-sample-price-changes-subscription-dlq"]) {
        expect(JSON.parse(stack.one("aws_sqs_queue", { name })["policy"]).Statement[1]).toEqual({
          Sid: "SendSns",
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: `arn:aws:sqs:eu-central-1:111122223333:${name}`,
          Condition: { ArnEquals: { "aws:SourceArn": TOPIC_ARN } },
        });
      }
    });

    test("filters by attributes, or by body where asked", () => {
      const filterPolicy = { eventType: ["PriceChanged"] };
      const subscription = (scope?: "MessageBody") =>
        synth((construct) =>
          build(construct, {
            source: {
              topicArn: TOPIC_ARN,
              filterPolicy,
              rawMessageDelivery: false,
              ...(scope === undefined ? {} : { filterPolicyScope: scope }),
            },
          }),
        ).one("aws_sns_topic_subscription");

      expect(subscription()).toMatchObject({
        filter_policy: '{"eventType":["PriceChanged"]}',
        filter_policy_scope: "MessageAttributes",
        raw_message_delivery: false,
      });
      expect(subscription("MessageBody")["filter_policy_scope"]).toBe("MessageBody");
    });
  });

  test("from a bus delivers by a rule, with a dead-letter queue of the target", () => {
    const stack = synth((scope) => {
      const bus = EventBus.fromName(scope, "bus", "shop");
      const chain = build(scope, { source: { bus, pattern: { source: ["shop.basket"] } } });
      expect(chain.deliveryDeadLetterQueue.name).toBe("test-sample-price-changes-queue-rule-dlq");
    });

    expect(stack.one("aws_cloudwatch_event_rule")).toMatchObject({
      name: "test-sample-price-changes",
      event_pattern: '{"source":["shop.basket"]}',
    });
    expect(stack.one("aws_cloudwatch_event_target")["arn"]).toMatch(/^\$\{aws_sqs_queue\.chain_queue_/);
    expect(stack.types).not.toContain("aws_sns_topic_subscription");
  });

  const filter = (keys: number) =>
    Object.fromEntries(Array.from({ length: keys }, (_, key) => [`k${key}`, ["v"]]));
  const source = (filterPolicy: Record<string, unknown>, props: Partial<TopicSource> = {}) => ({
    source: { topicArn: TOPIC_ARN, filterPolicy, ...props },
  });
  const inBody = { filterPolicyScope: "MessageBody" } as const;
  const values = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);
  test.each<[Partial<TopicQueueChainProps>, Partial<TopicQueueChainProps>, string]>([
    [{ batchSize: 1 }, { batchSize: 0 }, "batchSize is 0; it must be a whole number from 1 to 10000."],
    [
      { batchSize: 10_000, batchWindowSeconds: 1 },
      { batchSize: 10_001, batchWindowSeconds: 1 },
      "batchSize is 10001",
    ],
    [
      { batchSize: 10 },
      { batchSize: 11 },
      "batchSize is 11 without a batch window; above 10, Lambda needs time to gather.",
    ],
    [{ batchWindowSeconds: 300 }, { batchWindowSeconds: 301 }, "batchWindowSeconds is 301"],
    [
      { maxConcurrency: 2 },
      { maxConcurrency: 1 },
      "maxConcurrency is 1; it must be a whole number from 2 to 1000.",
    ],
    [{ maxConcurrency: 1000 }, { maxConcurrency: 1001 }, "maxConcurrency is 1001"],
    [{ maxReceives: 1000 }, { maxReceives: 1001 }, "maxReceives is 1001"],
    [
      { secondsPerMessage: 1 },
      { secondsPerMessage: 2 },
      "a batch of 10 at 2 s per message takes 20 s; test-sample-worker is stopped after 10 s (900 at most).",
    ],
    [
      source(filter(5)),
      source(filter(6)),
      "filterPolicy has 6 fields; SNS takes 5. Filter the rest in the consumer.",
    ],
    [
      source({ $or: [{ a: ["v"] }, { b: ["v"] }], c: ["v"], d: ["v"], e: ["v"] }),
      source({ $or: [{ a: ["v"] }, { b: ["v"] }], c: ["v"], d: ["v"], e: ["v"], f: ["v"] }),
      "filterPolicy has 6 fields",
    ],
    [source({ a: { b: ["v"] } }, inBody), source({}), "filterPolicy is empty, which SNS refuses."],
    [
      source({ $or: [{ a: { b: ["v"] } }, { c: ["v"] }] }, inBody),
      source({ $or: [{ a: { b: ["v"] } }, { c: ["v"] }] }),
      "filterPolicy has the object a, but attributes of a message are not nested.",
    ],
    [
      source({ a: values(15), b: values(10) }),
      source({ a: values(151) }),
      "filterPolicy makes 151 combinations of values",
    ],
    [
      source({ a: { b: values(15), c: ["v"] }, d: ["v", "w"] }, inBody),
      source({ a: { b: values(15), c: ["v", "w"] }, d: ["v", "w"] }, inBody),
      "filterPolicy makes 240 combinations of values (the lengths of its lists, times the level of each, multiplied); " +
        "SNS takes 150.",
    ],
    [
      source({ a: [{ numeric: [">", 0] }] }),
      source({ a: [{ above: 0 }] }),
      'filterPolicy.a has the filter "above"; AWS knows prefix, suffix,',
    ],
    [
      {},
      { source: {} as TopicSource },
      "source names neither topicArn nor bus and pattern; a chain has one source of messages. Name a topic or a bus.",
    ],
    [
      {},
      { source: { topicArn: TOPIC_ARN, pattern: { source: ["a"] } } as TopicSource },
      "source names a topic and a bus; a chain has one source of messages. Drop one, or make a chain of each.",
    ],
    [source({ a: ["v"] }), source({ a: [] }), "filterPolicy.a is an empty list, which nothing matches."],
    [
      source({ a: ["v"] }),
      source({ a: "v" }),
      'filterPolicy.a is "v"; accepted values stand in a list: ["v"].',
    ],
  ])("takes %j and refuses %j", (good, bad, text) => {
    expect(refusal((scope) => build(scope, good))).toEqual([]);
    expect(refusal((scope) => build(scope, bad))).toEqual([expect.stringContaining(text)]);
  });

  test.each([
    [5, 5, []],
    [
      5,
      6,
      [/^maxConcurrency is 6 while test-sample-worker reserves 5; .*Set maxConcurrency to 5 or less\.$/],
    ],
    [5, undefined, [/^maxConcurrency is not set while test-sample-worker reserves 5; /]],
    [2, 2, []],
    [
      1,
      2,
      [
        /^test-sample-worker reserves 1, but Lambda works a queue with at least 2 batches at the same time; .* Reserve 2 or more, or nothing\.$/,
      ],
    ],
    [0, undefined, []],
    [undefined, 6, []],
  ])("with %p reserved and %p concurrent batches has the problems %p", (reserved, concurrent, texts) => {
    const problems = refusal((scope) =>
      build(
        scope,
        concurrent === undefined ? {} : { maxConcurrency: concurrent },
        reserved === undefined ? {} : { reservedConcurrency: reserved },
      ),
    );

    expect(problems).toEqual(texts.map((text) => expect.stringMatching(text)));
  });
});

describe("QueueConsumer", () => {
  function consume(
    scope: Construct,
    visibilityTimeoutSeconds: number,
    props: Partial<QueueConsumerProps> = {},
    fifo = false,
  ) {
    const queue = new Queue(scope, "queue", {
      service: "sample",
      name: "work",
      visibilityTimeoutSeconds,
      fifo,
    });
    new QueueConsumer(scope, "consumer", { queue, consumer: sampleFunction(scope), ...props });
  }

  test.each([
    [60, {}, 59],
    [65, { batchWindowSeconds: 5 }, 64],
  ])("takes a visibility timeout of %i s with %j and refuses %i s", (good, props, bad) => {
    expect(refusal((scope) => consume(scope, good, props))).toEqual([]);
    expect(refusal((scope) => consume(scope, bad, props))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^visibilityTimeoutSeconds of queue test-sample-work is ${bad}; it must be at least ${good}: six timeouts of ` +
            "test-sample-worker \\(10 s\\) and the batch window \\(\\d s\\)\\. Raise it, or lower the function's timeout\\.$",
        ),
      ),
    ]);
  });

  test.each([
    [{ batchSize: 10 }, { batchSize: 11, batchWindowSeconds: 1 }, "batchSize is 11 and batchWindowSeconds 1"],
    [{}, { batchWindowSeconds: 1 }, "batchSize is 10 and batchWindowSeconds 1"],
  ])("of a FIFO queue takes %j and refuses %j", (good, bad, text) => {
    expect(refusal((scope) => consume(scope, 100, good, true))).toEqual([]);
    expect(refusal((scope) => consume(scope, 100, bad, true))).toEqual([
      `${text} for the FIFO queue test-sample-work.fifo; Lambda takes at most 10 messages of one and does not wait for ` +
        "more. Lower them, or use a standard queue.",
    ]);
  });

  test("hands its filters to Lambda as patterns of the whole record", () => {
    const bodyFilters = [{ kind: ["paid"] }, { order: { cents: [{ numeric: [">=", 100] }] } }];

    const stack = synth((scope) => consume(scope, 60, { bodyFilters }));

    expect(stack.one("aws_lambda_event_source_mapping")["filter_criteria"]).toEqual({
      filter: [
        { pattern: '{"body":{"kind":["paid"]}}' },
        { pattern: '{"body":{"order":{"cents":[{"numeric":[">=",100]}]}}}' },
      ],
    });
    expect(synth((scope) => consume(scope, 60)).one("aws_lambda_event_source_mapping")).not.toHaveProperty(
      "filter_criteria",
    );
  });

  const KIND = { kind: ["paid"] };
  const ofLength = (characters: number) => ({
    kind: ["a".repeat(characters - '{"body":{"kind":[""]}}'.length)],
  });

  test.each([
    [
      [KIND],
      [],
      "bodyFilters has 0 entries; Lambda takes 1 to 5. Leave it out to get every message, or list",
    ],
    [Array(5).fill(KIND), Array(6).fill(KIND), "bodyFilters has 6 entries; Lambda takes 1 to 5."],
    [[KIND, KIND], [KIND, {}], "bodyFilters[1] is empty; it must name at least one field of the body."],
    [
      [ofLength(4096)],
      [ofLength(4097)],
      "bodyFilters[0] has 4097 characters; Lambda takes 4096. Split it into several filters.",
    ],
    [
      [{ kind: [{ prefix: "a" }] }],
      [{ kind: [{ wildcard: "a*" }] }],
      'bodyFilters[0].kind has the filter "wildcard"; AWS knows prefix, suffix, equals-ignore-case, anything-but, ' +
        "numeric, exists.",
    ],
    [
      [KIND],
      JSON.parse('[{"kind":"paid"}]'),
      'bodyFilters[0].kind is "paid"; accepted values stand in a list',
    ],
  ])("takes the filters %j and refuses %j", (good, bad, text) => {
    expect(refusal((scope) => consume(scope, 60, { bodyFilters: good }))).toEqual([]);
    expect(refusal((scope) => consume(scope, 60, { bodyFilters: bad }))).toEqual([
      expect.stringContaining(text),
    ]);
  });
});
