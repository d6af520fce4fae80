import type { Construct } from "constructs";
import { EventBus } from "../../modules/event-bus";
import { EventBusRule, type EventBusRuleProps, type EventTarget } from "../../modules/eventbus-target";
import { Queue } from "../../modules/queue";
import { refusal, sampleFunction, synth, useSampleHandlers } from "./synthesis";

useSampleHandlers();

const RULE_ARN = /^\$\{aws_cloudwatch_event_rule\.rule_[0-9A-F]+\.arn\}$/;

function build(scope: Construct, props: Partial<EventBusRuleProps> = {}): EventBusRule {
  const bus = EventBus.fromName(scope, "bus", "shop");
  const queue = new Queue(scope, "queue", { service: "sample", name: "work" });
  return new EventBusRule(scope, "rule", {
    service: "sample",
    name: "audit",
    bus,
    pattern: { source: ["shop.basket"] },
    targets: [{ name: "queue", to: queue }],
    ...props,
  });
}

describe("EventBusRule", () => {
  test("delivers to a queue, with retries and a dead-letter queue of its own", () => {
    const stack = synth((scope) => build(scope));

    expect(stack.one("aws_cloudwatch_event_rule")).toMatchObject({
      name: "test-sample-audit",
      event_bus_name: "test-shop",
      event_pattern: '{"source":["shop.basket"]}',
      state: "ENABLED",
    });
    expect(stack.one("aws_cloudwatch_event_target")).toMatchObject({
      event_bus_name: "test-shop",
      target_id: "queue",
      arn: expect.stringMatching(/^\$\{aws_sqs_queue\.queue_[0-9A-F]+\.arn\}$/),
      retry_policy: { maximum_event_age_in_seconds: 86_400, maximum_retry_attempts: 185 },
      dead_letter_config: {
        arn: expect.stringMatching(/^\$\{aws_sqs_queue\.rule_queue-dead-letter-queue.*\.arn\}$/),
      },
    });
  });

  test("is let into the queue and into the dead-letter queue, for this rule alone", () => {
    const stack = synth((scope) => build(scope));

    for (const name of ["test-sample-work", "test-sample-audit-queue-rule-dlq"]) {
      const [, statement] = JSON.parse(stack.one("aws_sqs_queue", { name })["policy"]).Statement;
      expect(statement).toEqual({
        Sid: "SendEvents",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: `arn:aws:sqs:eu-central-1:111122223333:${name}`,
        Condition: { ArnEquals: { "aws:SourceArn": expect.stringMatching(RULE_ARN) } },
      });
    }
  });

  test("is made after a bus of the same stack", () => {
    const stack = synth((scope) => build(scope, { bus: new EventBus(scope, "own-bus", { name: "own" }) }));

    expect(stack.one("aws_cloudwatch_event_rule")["event_bus_name"]).toMatch(
      /^\$\{aws_cloudwatch_event_bus\..*\.name\}$/,
    );
  });

  test("calls a function with permission, and keeps what the function fails to work", () => {
    const stack = synth((scope) =>
      build(scope, { targets: [{ name: "worker", to: sampleFunction(scope) }] }),
    );

    expect(stack.one("aws_lambda_permission")).toMatchObject({
      principal: "events.amazonaws.com",
      source_arn: expect.stringMatching(RULE_ARN),
    });
    expect(stack.one("aws_lambda_function_event_invoke_config")).toMatchObject({
      destination_config: { on_failure: { destination: expect.stringContaining("aws_sqs_queue") } },
    });
  });

  test("gives each of several targets its dead-letter queue and its input", () => {
    const stack = synth((scope) => {
      const rule = build(scope, {
        targets: [
          {
            name: "queue",
            to: new Queue(scope, "other", { service: "sample", name: "other" }),
            input: {
              paths: { id: "$.detail.metadata.eventId" },
              template: '{"id": <id>, "rule": <aws.events.rule-arn>}',
            },
          },
          { name: "worker", to: sampleFunction(scope) },
        ],
        maxAgeSeconds: 600,
        maxRetries: 3,
      });
      expect([...rule.deadLetterQueues].map(([name, queue]) => [name, queue.name])).toEqual([
        ["queue", "test-sample-audit-queue-rule-dlq"],
        ["worker", "test-sample-audit-worker-rule-dlq"],
      ]);
    });

    const [queue, worker] = stack.all("aws_cloudwatch_event_target");
    expect(queue).toMatchObject({
      input_transformer: {
        input_paths: { id: "$.detail.metadata.eventId" },
        input_template: '{"id": <id>, "rule": <aws.events.rule-arn>}',
      },
      retry_policy: { maximum_event_age_in_seconds: 600, maximum_retry_attempts: 3 },
    });
    expect(worker).not.toHaveProperty("input_transformer");
  });

  test.each([
    ["are not delivered", "FailedInvocations", "test-sample-audit-failed-invocations"],
    ["are lost", "InvocationsFailedToBeSentToDlq", "test-sample-audit-lost-events"],
  ])("raises an alarm for events that %s", (_, metric, name) => {
    const stack = synth((scope) => build(scope));

    expect(stack.one("aws_cloudwatch_metric_alarm", { metric_name: metric })).toMatchObject({
      alarm_name: name,
      namespace: "AWS/Events",
      dimensions: { EventBusName: "test-shop", RuleName: "test-sample-audit" },
    });
  });

  const targets = (count: number) => (scope: Construct) => {
    const to = new Queue(scope, "many", { service: "sample", name: "many" });
    return Array.from({ length: count }, (_, index) => ({ name: `target-${index}`, to }));
  };
  test("has one to five targets", () => {
    for (const count of [1, 5]) {
      expect(refusal((scope) => build(scope, { targets: targets(count)(scope) }))).toEqual([]);
    }
    for (const count of [0, 6]) {
      expect(refusal((scope) => build(scope, { targets: targets(count)(scope) }))).toEqual([
        `targets has ${count} entries; a rule has 1 to 5. Spread more over several rules with the same pattern.`,
      ]);
    }
  });

  test("refuses two targets of one name and a template with unknown values", () => {
    const problems = refusal((scope) => {
      const to = new Queue(scope, "other", { service: "sample", name: "other" });
      build(scope, {
        targets: [
          { name: "a", to },
          { name: "a", to, input: { paths: {}, template: "<id>" } },
        ],
      });
    });

    expect(problems).toEqual([
      "two targets are named a; give each a name of its own.",
      "the template of target a uses <id>, which its paths do not define. Add it to paths.",
    ]);
  });

  test("holds the names of targets to kebab-case and 64 characters", () => {
    const named = (name: string) =>
      refusal((scope) => build(scope, { targets: [{ ...targets(1)(scope)[0], name } as EventTarget] }));

    // The name of its dead-letter queue leaves it less than that.
    expect(named("a".repeat(53))).toEqual([]);
    expect(named("a".repeat(65))).toEqual([
      expect.stringContaining("has a name of 65 characters; EventBridge takes 64. Shorten it."),
    ]);
    expect(named("A b")).toEqual([
      expect.stringContaining('the name of a target is "A b"; it must be kebab-case'),
    ]);
  });

  test("refuses a FIFO queue, which would need a message group", () => {
    const to = (scope: Construct, fifo: boolean) =>
      new Queue(scope, "other", { service: "sample", name: "other", fifo });

    expect(refusal((scope) => build(scope, { targets: [{ name: "a", to: to(scope, false) }] }))).toEqual([]);
    expect(refusal((scope) => build(scope, { targets: [{ name: "a", to: to(scope, true) }] }))).toEqual([
      "target a is the FIFO queue test-sample-other.fifo, which needs a message group with each message; a rule sends " +
        "none. Use a standard queue.",
    ]);
  });

  test("takes 100 values out of an event and refuses more", () => {
    const input = (count: number) => ({
      paths: Object.fromEntries(Array.from({ length: count }, (_, index) => [`v${index}`, "$.id"])),
      template: "<v0>",
    });
    const refused = (count: number) =>
      refusal((scope) => {
        const to = new Queue(scope, "other", { service: "sample", name: "other" });
        build(scope, { targets: [{ name: "a", to, input: input(count) }] });
      });

    expect(refused(100)).toEqual([]);
    expect(refused(101)).toEqual([
      "the input of target a has 101 paths; EventBridge takes 100. Send the event as it is.",
    ]);
  });

  test("takes a pattern of 2048 characters and refuses a longer one", () => {
    const pattern = (characters: number) => ({ source: ["a".repeat(characters - '{"source":[""]}'.length)] });

    expect(refusal((scope) => build(scope, { pattern: pattern(2048) }))).toEqual([]);
    expect(refusal((scope) => build(scope, { pattern: pattern(2049) }))).toEqual([
      "pattern has 2049 characters; EventBridge takes 2048. Split the rule.",
    ]);
  });

  test.each<[Partial<EventBusRuleProps>, Partial<EventBusRuleProps>, string]>([
    [
      { maxAgeSeconds: 60 },
      { maxAgeSeconds: 59 },
      "maxAgeSeconds is 59; it must be a whole number from 60 to 86400.",
    ],
    [{ maxAgeSeconds: 86_400 }, { maxAgeSeconds: 86_401 }, "maxAgeSeconds is 86401"],
    [{ maxRetries: 0 }, { maxRetries: -1 }, "maxRetries is -1; it must be a whole number from 0 to 185."],
    [{ maxRetries: 185 }, { maxRetries: 186 }, "maxRetries is 186"],
    [{ name: "a".repeat(52) }, { name: "a".repeat(53) }, "has 65 characters; AWS takes 64."],
    [{ pattern: { source: ["a"] } }, { pattern: {} }, "pattern is empty; it must name at least one field"],
    [
      { pattern: { source: ["shop"] } },
      { pattern: JSON.parse('{"source":"shop"}') },
      'pattern.source is "shop"; accepted values stand in a list: ["shop"].',
    ],
    [
      { pattern: { source: [null] } },
      { pattern: { source: [] } },
      "pattern.source is an empty list, which nothing matches.",
    ],
    [
      { pattern: { detail: { total: [{ numeric: [">", 0] }] } } },
      { pattern: { detail: { total: [{ above: 0 }] } } },
      'pattern.detail.total has the filter "above"; AWS knows prefix, suffix,',
    ],
    [
      { pattern: { $or: [{ source: ["a"] }, { "detail-type": [{ wildcard: "Order*" }] }] } },
      { pattern: { $or: [{ source: ["a"] }, { "detail-type": [{ glob: "Order*" }] }] } },
      'pattern.$or[1].detail-type has the filter "glob"',
    ],
    [{ pattern: { detail: { a: [1] } } }, { pattern: { detail: {} } }, "pattern.detail is an empty object"],
  ])("takes %j and refuses %j", (good, bad, text) => {
    expect(refusal((scope) => build(scope, good))).toEqual([]);
    expect(refusal((scope) => build(scope, bad))).toEqual([expect.stringContaining(text)]);
  });
});
