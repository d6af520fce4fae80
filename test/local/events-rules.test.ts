import { BUS_ARN, eventsHarness, queueArn, RULE_ARN } from "./events-harness";
import { errorOf } from "./sqs-harness";

const now = 1_767_225_600;

describe("event buses", () => {
  it("are created, described, listed and deleted", async () => {
    const { call } = await eventsHarness();

    expect(await call("CreateEventBus", { Name: "dev-audit", Description: "for audits" })).toEqual({
      EventBusArn: BUS_ARN.replace("dev-shop", "dev-audit"),
    });
    const described = {
      Name: "dev-audit",
      Arn: BUS_ARN.replace("dev-shop", "dev-audit"),
      Description: "for audits",
      CreationTime: now,
      LastModifiedTime: now,
    };
    expect(await call("DescribeEventBus", { Name: "dev-audit" })).toEqual(described);
    expect(await call("ListEventBuses", { NamePrefix: "dev-a" })).toEqual({ EventBuses: [described] });
    expect(await call("DeleteEventBus", { Name: "dev-audit" })).toEqual({});
    expect(await call("DeleteEventBus", { Name: "dev-audit" })).toEqual({});
    expect(await call("ListEventBuses", { NamePrefix: "dev-a" })).toEqual({ EventBuses: [] });
  });

  it("are listed in parts", async () => {
    const { call } = await eventsHarness();

    const first = await call("ListEventBuses", { Limit: 1 });
    const second = await call("ListEventBuses", { Limit: 1, NextToken: first["NextToken"] });

    expect(first).toMatchObject({ EventBuses: [{ Name: "default" }], NextToken: expect.any(String) });
    expect(second).toEqual({ EventBuses: [expect.objectContaining({ Name: "dev-shop" })] });
  });

  it.each([
    ["DescribeEventBus", { Name: "x" }, "ResourceNotFoundException", "Event bus x does not exist."],
    ["DeleteEventBus", { Name: "default" }, "ValidationException", "Cannot delete event bus default."],
    [
      "CreateEventBus",
      { Name: "dev-shop" },
      "ResourceAlreadyExistsException",
      "Event bus dev-shop already exists.",
    ],
    [
      "CreateEventBus",
      { Name: "a b" },
      "ValidationException",
      "1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: " +
        "Member must satisfy regular expression pattern: [/\\.\\-_A-Za-z0-9]+",
    ],
    [
      "ListEventBuses",
      { Limit: 101 },
      "ValidationException",
      "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: " +
        "Member must have value less than or equal to 100",
    ],
    ["ListEventBuses", { NextToken: "%" }, "ValidationException", "Parameter NextToken is not valid."],
  ])("%s %j is %s", async (operation, input, code, message) => {
    const { call } = await eventsHarness();

    expect(await errorOf(call(operation, input))).toEqual({ code, message });
  });

  it("have a policy, statement by statement or as a whole", async () => {
    const { call } = await eventsHarness();
    const bus = { EventBusName: "dev-shop" };
    const grant = { ...bus, Action: "events:PutEvents" };
    const policyOf = async () => {
      const { Policy } = await call<{ Policy?: string }>("DescribeEventBus", { Name: "dev-shop" });
      return Policy === undefined ? undefined : JSON.parse(Policy);
    };
    const statement = { Effect: "Allow", Action: "events:PutEvents", Resource: BUS_ARN };

    await call("PutPermission", { ...grant, StatementId: "one", Principal: "111111111111" });
    await call("PutPermission", { ...grant, StatementId: "all", Principal: "*" });
    expect(await policyOf()).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Sid: "one", Principal: { AWS: "arn:aws:iam::111111111111:root" }, ...statement },
        { Sid: "all", Principal: "*", ...statement },
      ],
    });

    await call("RemovePermission", { ...bus, StatementId: "one" });
    expect((await policyOf()).Statement).toHaveLength(1);
    expect(await errorOf(call("RemovePermission", { ...bus, StatementId: "one" }))).toEqual({
      code: "ResourceNotFoundException",
      message: "Statement with the provided id does not exist.",
    });

    const whole = { Version: "2012-10-17", Statement: { ...statement, Principal: "*" } };
    await call("PutPermission", { ...bus, Policy: JSON.stringify(whole) });
    expect(await policyOf()).toEqual(whole);

    await call("RemovePermission", { ...bus, RemoveAllPermissions: true });
    expect(await policyOf()).toBeUndefined();
    expect(await errorOf(call("RemovePermission", { ...bus, StatementId: "all" }))).toEqual({
      code: "ResourceNotFoundException",
      message: "EventBus does not have a policy.",
    });
  });
});

describe("rules", () => {
  const named = { Name: "dev-orders", EventBusName: "dev-shop" };
  const summary = {
    Name: "dev-orders",
    Arn: RULE_ARN,
    EventBusName: "dev-shop",
    State: "ENABLED",
    EventPattern: '{"source":["shop.basket"]}',
  };

  it("are described, listed by prefix and in parts, and deleted", async () => {
    const { call } = await eventsHarness();
    const pattern = '{"source":["x"]}';
    await call("PutRule", {
      Name: "dev-a",
      EventBusName: "dev-shop",
      EventPattern: pattern,
      Description: "A",
    });

    expect(await call("DescribeRule", named)).toEqual({ ...summary, CreatedBy: "000000000000" });
    expect(await call("ListRules", { EventBusName: "dev-shop", NamePrefix: "dev-o" })).toEqual({
      Rules: [summary],
    });
    const first = await call("ListRules", { EventBusName: "dev-shop", Limit: 1 });
    expect(first).toMatchObject({ Rules: [{ Name: "dev-a", Description: "A" }] });
    const rest = { EventBusName: "dev-shop", Limit: 1, NextToken: first["NextToken"] };
    expect(await call("ListRules", rest)).toEqual({ Rules: [summary] });
    expect(await call("ListRules")).toEqual({ Rules: [] });
    expect(await call("DeleteRule", { Name: "dev-a", EventBusName: "dev-shop" })).toEqual({});
    expect(await call("DeleteRule", { Name: "dev-a", EventBusName: "dev-shop" })).toEqual({});
    expect(await call("ListRules", { EventBusName: "dev-shop" })).toEqual({ Rules: [summary] });
  });

  it("on the default bus have no bus in their ARN", async () => {
    const { call } = await eventsHarness();

    const { RuleArn } = await call("PutRule", { Name: "dev-a", EventPattern: '{"source":["x"]}' });

    expect(RuleArn).toBe("arn:aws:events:eu-central-1:000000000000:rule/dev-a");
  });

  it("keep their targets when they are put anew, and lose what is not said again", async () => {
    const { call, target, put, settledBodies } = await eventsHarness();
    await target({ InputPath: "$.source" });
    await call("PutRule", { ...named, EventPattern: '{"source":["other"]}', Description: "changed" });

    await put({});
    await put({}, { Source: "other" });

    expect(await settledBodies("q")).toEqual(['"other"']);
    await call("PutRule", { ...named, EventPattern: '{"source":["other"]}' });
    expect(await call("DescribeRule", named)).not.toHaveProperty("Description");
  });

  it("do nothing while they are disabled", async () => {
    const { call, target, put, settledBodies } = await eventsHarness();
    await target({ InputPath: "$.detail.n" });

    await call("DisableRule", named);
    await put({ n: 1 });
    expect(await call("DescribeRule", named)).toMatchObject({ State: "DISABLED" });
    await call("EnableRule", named);
    await put({ n: 2 });

    expect(await settledBodies("q")).toEqual(["2"]);
  });

  it.each([
    ["{}", "Empty objects are not allowed"],
    ["[]", "Filter is not an object"],
    ['{"source":"x"}', '"source" must be an object or an array'],
    ['{"source":[]}', "Empty arrays are not allowed"],
    ['{"detail":{"a":[{"NUMERIC":["=",5]}]}}', "Unrecognized match type NUMERIC"],
  ])("refuse the pattern %s", async (EventPattern, reason) => {
    const { call } = await eventsHarness();
    const expected = {
      code: "InvalidEventPatternException",
      message: `Event pattern is not valid. Reason: ${reason}`,
    };

    expect(await errorOf(call("PutRule", { ...named, EventPattern }))).toEqual(expected);
    expect(await errorOf(call("TestEventPattern", { EventPattern, Event: "{}" }))).toEqual(expected);
    expect(await call("DescribeRule", named)).toMatchObject({ EventPattern: summary.EventPattern });
  });

  const EventPattern = summary.EventPattern;
  it.each([
    ["PutRule", { Name: "a" }, "Parameter(s) EventPattern or ScheduleExpression must be specified."],
    [
      "PutRule",
      { Name: "a", ScheduleExpression: "rate(1 minutes)" },
      "Parameter ScheduleExpression is not valid.",
    ],
    [
      "PutRule",
      { ...named, ScheduleExpression: "rate(1 minute)" },
      "ScheduleExpression is supported only on the default event bus.",
    ],
    [
      "PutRule",
      { Name: "a/b", EventPattern },
      "1 validation error detected: Value 'a/b' at 'name' failed to satisfy constraint: " +
        "Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
    ],
    [
      "PutRule",
      { Name: "a", EventPattern, State: "ON" },
      "1 validation error detected: Value 'ON' at 'state' failed to satisfy constraint: " +
        "Member must satisfy enum value set: [ENABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS, DISABLED]",
    ],
  ])("%s %j is a ValidationException", async (operation, input, message) => {
    const { call } = await eventsHarness();

    expect(await errorOf(call(operation, input))).toEqual({ code: "ValidationException", message });
  });

  it.each(["DescribeRule", "EnableRule", "DisableRule"])(
    "%s needs a rule and a bus that exist",
    async (operation) => {
      const { call } = await eventsHarness();

      expect(await errorOf(call(operation, { Name: "x" }))).toEqual({
        code: "ResourceNotFoundException",
        message: "Rule x does not exist on EventBus default.",
      });
      expect(await errorOf(call(operation, { Name: "x", EventBusName: "y" }))).toEqual({
        code: "ResourceNotFoundException",
        message: "Event bus y does not exist.",
      });
    },
  );

  it("are not deleted as long as they have targets", async () => {
    const { call, target } = await eventsHarness();
    await target({});

    expect(await errorOf(call("DeleteRule", named))).toEqual({
      code: "ValidationException",
      message: "Rule can't be deleted since it has targets.",
    });
  });

  it("name members of PutRule that are not modelled", async () => {
    const { call } = await eventsHarness();
    const RoleArn = "arn:aws:iam::000000000000:role/r";

    await expect(call("PutRule", { ...named, EventPattern, RoleArn })).rejects.toThrow(
      "events:PutRule with RoleArn is not modelled",
    );
  });
});

describe("TestEventPattern", () => {
  const event = {
    id: "1",
    account: "000000000000",
    source: "shop.basket",
    time: "2026-01-01T00:00:00Z",
    region: "eu-central-1",
    "detail-type": "CheckoutBasket",
    detail: { total: 5 },
  };

  it.each([
    ['{"detail":{"total":[{"numeric":[">",4]}]}}', true],
    ['{"detail":{"total":[{"numeric":[">",5]}]}}', false],
  ])("answers whether %s matches: %s", async (EventPattern, Result) => {
    const { call } = await eventsHarness();

    expect(await call("TestEventPattern", { EventPattern, Event: JSON.stringify(event) })).toEqual({
      Result,
    });
  });

  it.each(["no JSON", "1", "null", JSON.stringify({ ...event, region: undefined })])(
    "refuses the event %s",
    async (Event) => {
      const { call } = await eventsHarness();

      const error = await errorOf(call("TestEventPattern", { EventPattern: '{"source":["a"]}', Event }));

      expect(error).toEqual({ code: "ValidationException", message: "Parameter Event is not valid." });
    },
  );
});

describe("targets of a rule", () => {
  const rule = { Rule: "dev-orders", EventBusName: "dev-shop" };

  it("are put, listed in parts, replaced by id and removed", async () => {
    const { call } = await eventsHarness();
    const targets = ["a", "b", "c"].map((Id) => ({ Id, Arn: queueArn("q") }));

    expect(await call("PutTargets", { ...rule, Targets: targets })).toEqual({
      FailedEntryCount: 0,
      FailedEntries: [],
    });
    const first = await call("ListTargetsByRule", { ...rule, Limit: 2 });
    expect(first).toEqual({ Targets: targets.slice(0, 2), NextToken: expect.any(String) });
    const rest = { ...rule, Limit: 2, NextToken: first["NextToken"] };
    expect(await call("ListTargetsByRule", rest)).toEqual({ Targets: targets.slice(2) });

    await call("PutTargets", { ...rule, Targets: [{ Id: "b", Arn: queueArn("dlq"), Input: "1" }] });
    const removed = await call("RemoveTargets", { ...rule, Ids: ["a", "z"] });

    expect(removed).toEqual({
      FailedEntryCount: 1,
      FailedEntries: [
        {
          TargetId: "z",
          ErrorCode: "ResourceNotFoundException",
          ErrorMessage: "Rule 'dev-orders' does not have a target with the Id 'z'.",
        },
      ],
    });
    expect(await call("ListTargetsByRule", rule)).toEqual({
      Targets: [{ Id: "b", Arn: queueArn("dlq"), Input: "1" }, targets[2]],
    });
  });

  it("are five at most", async () => {
    const { call } = await eventsHarness();
    const targets = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ Id: `t${index}`, Arn: queueArn("q") }));

    await call("PutTargets", { ...rule, Targets: targets(5) });

    expect(await errorOf(call("PutTargets", { ...rule, Targets: targets(6) }))).toEqual({
      code: "LimitExceededException",
      message: "The requested resource exceeds the maximum number allowed.",
    });
    expect((await call<{ Targets: unknown[] }>("ListTargetsByRule", rule)).Targets).toHaveLength(5);
  });

  const constraint = (value: unknown, member: string, text: string) =>
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${text}`;
  it.each([
    [
      { Id: "!" },
      constraint(
        "!",
        "targets.1.member.id",
        "Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
      ),
    ],
    [
      { Id: "x".repeat(65) },
      constraint("x".repeat(65), "targets.1.member.id", "Member must have length less than or equal to 64"),
    ],
    [{ Arn: "queue" }, "Parameter queue is not valid. Reason: Provided Arn is not in correct format."],
    [{ RoleArn: "role" }, "Parameter role is not valid. Reason: Provided Arn is not in correct format."],
    [{ Arn: queueArn("q.fifo") }, "Parameter(s) SqsParameters must be specified for target: t."],
    [
      { RetryPolicy: { MaximumRetryAttempts: 186 } },
      constraint(
        186,
        "targets.member.retryPolicy.maximumRetryAttempts",
        "Member must have value less than or equal to 185",
      ),
    ],
    [
      { RetryPolicy: { MaximumEventAgeInSeconds: 59 } },
      constraint(
        59,
        "targets.member.retryPolicy.maximumEventAgeInSeconds",
        "Member must have value greater than or equal to 60",
      ),
    ],
    [
      { RetryPolicy: { MaximumEventAgeInSeconds: 86_401 } },
      constraint(
        86_401,
        "targets.member.retryPolicy.maximumEventAgeInSeconds",
        "Member must have value less than or equal to 86400",
      ),
    ],
    [
      { DeadLetterConfig: { Arn: queueArn("dlq.fifo") } },
      `DeadLetterConfig of target t must be a standard queue; ${queueArn("dlq.fifo")} is a FIFO queue.`,
    ],
    [
      { DeadLetterConfig: { Arn: BUS_ARN } },
      `DeadLetterConfig of target t must be the ARN of an SQS queue, not ${BUS_ARN}.`,
    ],
    [
      { Input: "1", InputPath: "$.detail" },
      "Only one of Input, InputPath, or InputTransformer must be provided for target t.",
    ],
    [{ Input: "{" }, "JSON syntax error in input for target t"],
    [{ InputPath: "detail" }, "InputPath for target t is invalid."],
  ])("refuse %j", async (target, message) => {
    const { call } = await eventsHarness();
    const Targets = [{ Id: "t", Arn: queueArn("q"), ...target }];

    expect(await errorOf(call("PutTargets", { ...rule, Targets }))).toEqual({
      code: "ValidationException",
      message,
    });
    expect(await call("ListTargetsByRule", rule)).toEqual({ Targets: [] });
  });

  it.each([
    [
      "arn:aws:states:eu-central-1:000000000000:stateMachine:saga",
      "is of a kind that the local cloud does not model",
    ],
    ["arn:aws:sns:eu-central-1:000000000000:prices.fifo", "is of a kind that the local cloud does not model"],
    ["arn:aws:constructor:eu-central-1:000000000000:x", "is of a kind that the local cloud does not model"],
    ["arn:aws:sqs:eu-central-1:111111111111:q", "is in another account or region than the rule"],
    ["arn:aws:sqs:us-east-1:000000000000:q", "is in another account or region than the rule"],
  ])("of %s are named as not modelled", async (Arn, reason) => {
    const { target } = await eventsHarness();

    const adding = target({ Arn });

    await expect(adding).rejects.toMatchObject({ name: "UnsupportedError" });
    await expect(adding).rejects.toThrow(`target queue (${Arn}) ${reason}`);
  });

  it("name members that are not modelled", async () => {
    const { call } = await eventsHarness();
    const Targets = [{ Id: "t", Arn: queueArn("q"), KinesisParameters: { PartitionKeyPath: "$.id" } }];

    await expect(call("PutTargets", { ...rule, Targets })).rejects.toThrow(
      "events:PutTargets with KinesisParameters is not modelled",
    );
  });
});
