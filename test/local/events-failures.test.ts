import { PolicyAuthorizer } from "../../local/iam/authorizer";
import { RoleStore } from "../../local/iam/role-store";
import { iam } from "../../local/services/iam";
import { attributeTexts, BUS_ARN, eventsHarness, FUNCTION_ARN, queueArn, RULE_ARN } from "./events-harness";

const toDlq = { DeadLetterConfig: { Arn: queueArn("dlq") } };
const EVENTS = "events.amazonaws.com";

/** Lets EventBridge send to a queue for the rule `dev-orders`. */
function queuePolicy(name: string) {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { Service: EVENTS },
      Action: "sqs:SendMessage",
      Resource: queueArn(name),
      Condition: { ArnEquals: { "aws:SourceArn": RULE_ARN } },
    },
  });
}

/** A harness in which permissions are those of IAM; `allowed` queues take messages of the rule. */
async function strictHarness(allowed: readonly string[]) {
  const roles = new RoleStore();
  const authorizer = new PolicyAuthorizer(roles, { now: () => 1_767_225_600_000 });
  const cloud = await eventsHarness({ authorizer, factories: [iam(roles)] });
  for (const name of allowed) {
    await cloud.cloudCall("sqs", "SetQueueAttributes", {
      QueueUrl: `http://127.0.0.1:4566/000000000000/${name}`,
      Attributes: { Policy: queuePolicy(name) },
    });
  }
  return cloud;
}

describe("a delivery that the target's policy does not allow", () => {
  it("goes to the dead-letter queue at once, with AWS's attributes and the event as the body", async () => {
    const { target, put, work, messages, kernel, logLines } = await strictHarness(["dlq"]);
    await target({ ...toDlq, InputPath: "$.detail" });

    const id = await put({ orderId: 1 });
    await work.settle();

    expect(messages("q")).toEqual([]);
    const [letter] = messages("dlq");
    expect(JSON.parse(letter?.body ?? "{}")).toMatchObject({ id, detail: { orderId: 1 } });
    const [denial] = kernel.calls.denials;
    expect(attributeTexts(letter)).toEqual({
      RULE_ARN,
      TARGET_ARN: queueArn("q"),
      ERROR_CODE: "NO_PERMISSIONS",
      ERROR_MESSAGE: denial?.reason,
      RETRY_ATTEMPTS: "0",
    });
    expect(kernel.calls.denials).toMatchObject([
      { principal: `${EVENTS} for ${RULE_ARN}`, action: "sqs:SendMessage", resource: queueArn("q") },
    ]);
    expect(denial?.reason).toContain("sqs:SendMessage");
    expect(logLines.at(-1)).toContain(
      `dead-lettered event ${id} (shop.basket, CheckoutBasket) of rule dev-orders for target ${queueArn("q")}: NO_PERMISSIONS`,
    );
  });

  it("arrives once the policy allows it", async () => {
    const { target, put, settledBodies, kernel } = await strictHarness(["q"]);
    await target({ ...toDlq, Input: "1" });

    await put();

    expect(await settledBodies("q")).toEqual(["1"]);
    expect(kernel.calls.denials).toEqual([]);
  });

  it("is dropped without a dead-letter queue, and logged with rule and reason", async () => {
    const { target, put, work, logLines } = await strictHarness([]);
    await target({});

    const id = await put();
    await work.settle();

    expect(logLines.at(-1)).toContain(
      `dropped event ${id} (shop.basket, CheckoutBasket) of rule dev-orders for target ${queueArn("q")}: NO_PERMISSIONS`,
    );
  });

  it("is dropped when the dead-letter queue refuses it, too", async () => {
    const { target, put, work, logLines, messages, kernel } = await strictHarness([]);
    await target(toDlq);

    await put();
    await work.settle();

    expect(messages("dlq")).toEqual([]);
    expect(logLines.at(-1)).toMatch(
      /^dropped event .* its dead-letter queue arn:aws:sqs:.*:dlq refused it: .*sqs:SendMessage/,
    );
    expect(kernel.calls.denials.map(({ resource }) => resource)).toEqual([queueArn("q"), queueArn("dlq")]);
  });

  it("to a bus needs that bus's policy", async () => {
    const { call, target, put, work, messages, settledBodies } = await strictHarness(["dlq"]);
    const other = BUS_ARN.replace("dev-shop", "default");
    await target({ Arn: other, ...toDlq });
    await put({ n: 1 });
    await work.settle();
    expect(attributeTexts(messages("dlq")[0])).toMatchObject({
      ERROR_CODE: "NO_PERMISSIONS",
      TARGET_ARN: other,
    });

    const Statement = {
      Effect: "Allow",
      Principal: { Service: EVENTS },
      Action: "events:PutEvents",
      Resource: other,
    };
    await call("PutPermission", { Policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
    await put({ n: 2 });

    expect(await settledBodies("dlq")).toHaveLength(1);
  });
});

describe("a target's role", () => {
  const trust = (service: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" },
    });

  it.each([
    ["lambda.amazonaws.com", "FAILED_TO_ASSUME_ROLE"],
    [EVENTS, "NO_PERMISSIONS"],
  ])("that trusts %s and may nothing ends in %s", async (trusted, code) => {
    const { target, put, work, messages, provision } = await strictHarness(["dlq"]);
    const role = await provision("aws_iam_role", { name: "dev-events", assume_role_policy: trust(trusted) });
    await target({ ...toDlq, RoleArn: String(role["arn"]) });

    await put();
    await work.settle();

    expect(attributeTexts(messages("dlq")[0])).toMatchObject({ ERROR_CODE: code, RETRY_ATTEMPTS: "0" });
  });

  it("that may send delivers without a policy of the queue", async () => {
    const { target, put, settledBodies, provision } = await strictHarness([]);
    const role = await provision("aws_iam_role", { name: "dev-events", assume_role_policy: trust(EVENTS) });
    await provision("aws_iam_role_policy", {
      name: "send",
      role: "dev-events",
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Action: "sqs:SendMessage", Resource: queueArn("q") },
      }),
    });
    await target({ RoleArn: String(role["arn"]), Input: "1" });

    await put();

    expect(await settledBodies("q")).toEqual(["1"]);
  });
});

describe("a delivery that no retry can mend", () => {
  it.each([
    ["a queue that does not exist", { Arn: queueArn("gone") }, "NO_RESOURCE"],
    ["a function that does not exist", { Arn: `${FUNCTION_ARN}-gone` }, "NO_RESOURCE"],
    [
      "a log group that does not exist",
      { Arn: "arn:aws:logs:eu-central-1:000000000000:log-group:gone" },
      "NO_RESOURCE",
    ],
    ["an input path that leads nowhere", { InputPath: "$.detail.none" }, "INVALID_PARAMETER"],
    [
      "a template that gives no JSON",
      { InputTransformer: { InputTemplate: '{"a": <aws.events.event.json> }}' } },
      "INVALID_JSON",
    ],
    [
      "an input for a log group without a message",
      {
        Arn: "arn:aws:logs:eu-central-1:000000000000:log-group:gone",
        InputTransformer: { InputTemplate: '{"timestamp": 1}' },
      },
      "INVALID_PARAMETER",
    ],
  ])("goes to the dead-letter queue at once: %s", async (_case, target, code) => {
    const { target: add, put, work, messages } = await eventsHarness();
    await add({ ...target, ...toDlq });

    await put();
    await work.settle();

    const attributes = attributeTexts(messages("dlq")[0]);
    expect(attributes).toMatchObject({ ERROR_CODE: code, RETRY_ATTEMPTS: "0" });
    expect(attributes).not.toHaveProperty("EXHAUSTED_RETRY_CONDITION");
  });
});

describe("a delivery that fails for now", () => {
  it("is tried again, later and later, until it succeeds", async () => {
    const { kernel, clock, target, put, work, messages } = await eventsHarness();
    await target({ ...toDlq, Input: "1" });
    kernel.faults.inject({ on: "sqs:SendMessage", resource: ":q", effect: "error", times: 4 });
    const startMs = clock.now();

    await put();
    await work.settle();
    expect(clock.now()).toBe(startMs);
    await work.advance(60_000);

    const attempts = kernel.traces.all().filter(({ action }) => action === "sqs:SendMessage");
    expect(attempts.map(({ outcome }) => outcome)).toEqual(["error", "error", "error", "error", "ok"]);
    const waits = attempts.slice(1).map(({ atMs }, index) => atMs - (attempts[index]?.atMs ?? 0));
    for (const [index, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(500 * 2 ** index);
      expect(wait).toBeLessThan(1_000 * 2 ** index);
    }
    expect(messages("q").map(({ body }) => body)).toEqual(["1"]);
    expect(messages("dlq")).toEqual([]);
  });

  it.each([
    [0, "ThrottlingException", 400, "THROTTLING"],
    [3, "InternalServerError", 500, "ERROR_FROM_TARGET"],
    [2, "TooManyRequestsException", 429, "THROTTLING"],
  ])("goes to the dead-letter queue after %d retries of %s", async (retries, errorCode, httpStatus, code) => {
    const { kernel, target, put, work, messages } = await eventsHarness();
    await target({ ...toDlq, Arn: FUNCTION_ARN, RetryPolicy: { MaximumRetryAttempts: retries } });
    const error = { code: errorCode, message: "not now", httpStatus };
    kernel.faults.inject({ on: "lambda:InvokeFunction", effect: "error", error });

    await put();
    await work.advance(60_000);

    expect(attributeTexts(messages("dlq")[0])).toEqual({
      RULE_ARN,
      TARGET_ARN: FUNCTION_ARN,
      ERROR_CODE: code,
      ERROR_MESSAGE: `not now (${errorCode}, status ${httpStatus})`,
      RETRY_ATTEMPTS: String(retries),
      EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
    });
    const attempts = kernel.traces.all().filter(({ action }) => action === "lambda:InvokeFunction");
    expect(attempts).toHaveLength(retries + 1);
  });

  it("goes to the dead-letter queue when the event is too old, no sooner", async () => {
    const { kernel, target, put, work, messages } = await eventsHarness();
    await target({ ...toDlq, RetryPolicy: { MaximumEventAgeInSeconds: 90 } });
    kernel.faults.inject({ on: "sqs:SendMessage", resource: ":q", effect: "error" });

    await put();
    await work.advance(89_999);
    expect(messages("dlq")).toEqual([]);
    await work.advance(1);

    expect(attributeTexts(messages("dlq")[0])).toMatchObject({
      ERROR_CODE: "ERROR_FROM_TARGET",
      EXHAUSTED_RETRY_CONDITION: "MaximumEventAgeInSeconds",
    });
  });

  it("is given up after 185 retries or a day by default", async () => {
    const { kernel, target, put, work, messages } = await eventsHarness();
    await target(toDlq);
    kernel.faults.inject({ on: "sqs:SendMessage", resource: ":q", effect: "error" });

    await put();
    await work.advance(20 * 3_600_000);
    expect(messages("dlq")).toEqual([]);
    await work.advance(4 * 3_600_000);

    const { RETRY_ATTEMPTS } = attributeTexts(messages("dlq")[0]);
    expect(Number(RETRY_ATTEMPTS)).toBeGreaterThan(170);
    expect(Number(RETRY_ATTEMPTS)).toBeLessThanOrEqual(185);
  });

  it("waits the same times in every run with the same seed, and others with another", async () => {
    const run = async (seed: number) => {
      const { kernel, target, put, work } = await eventsHarness({ seed });
      await target({ RetryPolicy: { MaximumRetryAttempts: 6 } });
      kernel.faults.inject({ on: "sqs:SendMessage", effect: "error" });
      await put();
      await work.advance(600_000);
      return kernel.traces.all().map(({ atMs }) => atMs);
    };

    const [first, second, other] = [await run(7), await run(7), await run(8)];

    expect(first).toEqual(second);
    expect(first).not.toEqual(other);
  });

  it("is forgotten when the cloud is closed", async () => {
    const { kernel, clock, service, target, put, work } = await eventsHarness();
    await target({});
    kernel.faults.inject({ on: "sqs:SendMessage", effect: "error" });
    await put();
    await work.settle();
    expect(clock.nextAt()).toBeDefined();

    await service.close?.();

    expect(clock.nextAt()).toBeUndefined();
  });
});
