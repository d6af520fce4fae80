import { Queue } from "../../modules/queue";
import { DeadLetterQueue } from "../../modules/queue/dead-letter-queue";
import { refusal, sampleFunction, synth, useSampleHandlers } from "./synthesis";

useSampleHandlers();

const PROPS = { service: "sample", name: "work" };
const SOURCE_ARN = "arn:aws:sqs:eu-central-1:111122223333:test-sample-work";

describe("Queue", () => {
  const stack = synth((scope) => new Queue(scope, "queue", PROPS));
  const source = stack.one("aws_sqs_queue", { name: "test-sample-work" });
  const deadLetter = stack.one("aws_sqs_queue", { name: "test-sample-work-dlq" });

  test("has a dead-letter queue that keeps messages longer than it does", () => {
    expect(JSON.parse(source["redrive_policy"])).toEqual({
      deadLetterTargetArn: expect.stringMatching(/^\$\{aws_sqs_queue\..*dead-letter-queue.*\.arn\}$/),
      maxReceiveCount: 5,
    });
    expect(source["message_retention_seconds"]).toBe(4 * 86_400);
    expect(deadLetter["message_retention_seconds"]).toBe(14 * 86_400);
  });

  test("lets only itself redrive to the dead-letter queue", () => {
    expect(JSON.parse(deadLetter["redrive_allow_policy"])).toEqual({
      redrivePermission: "byQueue",
      sourceQueueArns: [SOURCE_ARN],
    });
  });

  test("is encrypted, polls long and refuses anything but TLS", () => {
    for (const [queue, arn] of [
      [source, SOURCE_ARN],
      [deadLetter, `${SOURCE_ARN}-dlq`],
    ] as const) {
      expect(queue).toMatchObject({ sqs_managed_sse_enabled: true, receive_wait_time_seconds: 20 });
      expect(JSON.parse(queue["policy"]).Statement).toEqual([
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "sqs:*",
          Resource: arn,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]);
    }
  });

  test("raises an alarm for a message in the dead-letter queue and for one that waits", () => {
    expect(
      stack.one("aws_cloudwatch_metric_alarm", { alarm_name: "test-sample-work-dlq-depth" }),
    ).toMatchObject({
      metric_name: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: "test-sample-work-dlq" },
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
      alarm_actions: ["arn:aws:sns:eu-central-1:111122223333:test-platform-alarms"],
    });
    expect(stack.one("aws_cloudwatch_metric_alarm", { alarm_name: "test-sample-work-age" })).toMatchObject({
      metric_name: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: "test-sample-work" },
      threshold: 900,
    });
  });

  test("raises no alarms where the environment has them off", () => {
    const quiet = synth((scope) => new Queue(scope, "queue", PROPS), { alarms: { enabled: false } });

    expect(quiet.types).not.toContain("aws_cloudwatch_metric_alarm");
  });

  test("of type FIFO has a FIFO dead-letter queue", () => {
    const fifo = synth(
      (scope) => new Queue(scope, "queue", { ...PROPS, fifo: true, contentBasedDeduplication: true }),
    );

    expect(fifo.one("aws_sqs_queue", { name: "test-sample-work.fifo" })).toMatchObject({
      fifo_queue: true,
      content_based_deduplication: true,
    });
    const fifoDeadLetter = fifo.one("aws_sqs_queue", { name: "test-sample-work-dlq.fifo" });
    expect(fifoDeadLetter["fifo_queue"]).toBe(true);
    expect(JSON.parse(fifoDeadLetter["redrive_allow_policy"]).sourceQueueArns).toEqual([
      `${SOURCE_ARN}.fifo`,
    ]);
  });

  test("grants to send and to consume exactly that", () => {
    const granted = synth((scope) => {
      const queue = new Queue(scope, "queue", PROPS);
      queue.grantSend(sampleFunction(scope, { name: "sender" }));
      queue.grantConsume(sampleFunction(scope, { name: "consumer" }));
    });

    const resource = expect.stringMatching(/^\$\{aws_sqs_queue\.queue_[0-9A-F]+\.arn\}$/);
    expect(granted.granted("test-sample-sender")).toEqual([
      { Effect: "Allow", Action: "sqs:SendMessage", Resource: resource },
    ]);
    expect(granted.granted("test-sample-consumer")).toEqual([
      {
        Effect: "Allow",
        Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        Resource: resource,
      },
    ]);
  });

  test("lets services in for one resource each", () => {
    const open = synth((scope) => {
      const queue = new Queue(scope, "queue", PROPS);
      queue.allowService("events.amazonaws.com", "arn:rule-1");
      queue.allowService("events.amazonaws.com", "arn:rule-2");
    });

    const policy = open.one("aws_sqs_queue", { name: "test-sample-work" })["policy"];
    expect(JSON.parse(policy).Statement.slice(1)).toEqual([
      {
        Sid: "SendEvents",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: SOURCE_ARN,
        Condition: { ArnEquals: { "aws:SourceArn": "arn:rule-1" } },
      },
      expect.objectContaining({
        Sid: "SendEvents2",
        Condition: { ArnEquals: { "aws:SourceArn": "arn:rule-2" } },
      }),
    ]);
  });

  test.each([
    [{ visibilityTimeoutSeconds: 0 }, { visibilityTimeoutSeconds: -1 }, "visibilityTimeoutSeconds is -1"],
    [
      { visibilityTimeoutSeconds: 43_200 },
      { visibilityTimeoutSeconds: 43_201 },
      "whole number from 0 to 43200.",
    ],
    [{ retentionDays: 1 }, { retentionDays: 0 }, "retentionDays is 0"],
    [
      { retentionDays: 13 },
      { retentionDays: 14 },
      "The dead-letter queue must keep longer, and 14 is its limit.",
    ],
    [{ maxReceives: 1 }, { maxReceives: 0 }, "maxReceives is 0; it must be a whole number from 1 to 1000."],
    [{ maxReceives: 1000 }, { maxReceives: 1001 }, "maxReceives is 1001"],
    [{ delaySeconds: 900 }, { delaySeconds: 901 }, "delaySeconds is 901"],
    [{ alarmAgeSeconds: 60 }, { alarmAgeSeconds: 59.5 }, "alarmAgeSeconds is 59.5"],
    [
      { name: "a".repeat(64) },
      { name: "a".repeat(65) },
      "has 81 characters; AWS takes 80. Shorten the thing's name.",
    ],
    [
      { fifo: true, contentBasedDeduplication: true },
      { contentBasedDeduplication: true },
      "drops no duplicates",
    ],
  ])("takes %j and refuses %j", (good, bad, text) => {
    expect(refusal((scope) => new Queue(scope, "queue", { ...PROPS, ...good }))).toEqual([]);
    expect(refusal((scope) => new Queue(scope, "queue", { ...PROPS, ...bad }))).toEqual([
      expect.stringContaining(text),
    ]);
  });

  test("names the construct and every problem at once", () => {
    const build = () =>
      synth((scope) => new Queue(scope, "queue", { ...PROPS, maxReceives: 0, retentionDays: 99 }));

    expect(build).toThrow(/^stack\/queue:\n {2}- retentionDays is 99; .*\n {2}- maxReceives is 0; /);
  });
});

describe("DeadLetterQueue", () => {
  test("without a source queue lets no queue redrive to it", () => {
    const stack = synth(
      (scope) => new DeadLetterQueue(scope, "dead", { service: "sample", name: "lost-dlq" }),
    );

    expect(JSON.parse(stack.one("aws_sqs_queue")["redrive_allow_policy"])).toEqual({
      redrivePermission: "denyAll",
    });
  });
});
