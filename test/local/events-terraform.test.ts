import type { Attributes, ResourceType } from "../../local/kernel/service";
import { BUS_ARN, eventsHarness, FUNCTION_ARN, queueArn, RULE_ARN } from "./events-harness";
import { errorOf } from "./sqs-harness";

const context = { address: "dev-test/resource.under-test", stackDirectory: process.cwd() };

function resourceOf({ service }: Awaited<ReturnType<typeof eventsHarness>>, type: string): ResourceType {
  const resource = service.resources?.find((one) => one.type === type);
  if (resource === undefined) throw new Error(`EventBridge does not model ${type}`);
  return resource;
}

/** Applies a change of a resource the way the Terraform engine does. */
async function change(
  cloud: Awaited<ReturnType<typeof eventsHarness>>,
  type: string,
  config: object,
  prior: { config: object; attributes: Attributes },
) {
  const resource = resourceOf(cloud, type);
  return resource.apply(resource.arguments.parse(config), { ...context, prior });
}

async function remove(
  cloud: Awaited<ReturnType<typeof eventsHarness>>,
  type: string,
  config: object,
  attributes: Attributes,
) {
  const resource = resourceOf(cloud, type);
  await resource.remove(resource.arguments.parse(config), attributes, context);
}

describe("aws_cloudwatch_event_bus", () => {
  const config = { name: "dev-audit", tags: { team: "shop" } };
  const arn = BUS_ARN.replace("dev-shop", "dev-audit");

  it("makes a bus, changes it in place and deletes it", async () => {
    const cloud = await eventsHarness();

    const attributes = await cloud.provision("aws_cloudwatch_event_bus", config);
    expect(attributes).toMatchObject({ id: "dev-audit", name: "dev-audit", arn, tags_all: { team: "shop" } });
    expect(cloud.service.busNames()).toEqual(["default", "dev-audit", "dev-shop"]);

    await change(
      cloud,
      "aws_cloudwatch_event_bus",
      { ...config, description: "audits" },
      { config, attributes },
    );
    expect(await cloud.call("DescribeEventBus", { Name: "dev-audit" })).toMatchObject({
      Description: "audits",
    });

    await remove(cloud, "aws_cloudwatch_event_bus", config, attributes);
    expect(cloud.service.busNames()).toEqual(["default", "dev-shop"]);
  });

  it("is found by the data source", async () => {
    const { service } = await eventsHarness();
    const source = service.dataSources?.find(({ type }) => type === "aws_cloudwatch_event_bus");

    const read = async (name: string) => source?.read(source.arguments.parse({ name }), context);

    expect(await read("dev-shop")).toMatchObject({ arn: BUS_ARN });
    expect(await errorOf(read("none"))).toEqual({
      code: "ResourceNotFoundException",
      message: "Event bus none does not exist.",
    });
  });
});

describe("the policy of a bus", () => {
  const policyOf = async ({ service }: Awaited<ReturnType<typeof eventsHarness>>) =>
    service.resourcePolicy?.(BUS_ARN);
  const Statement = [
    { Sid: "x", Effect: "Allow", Principal: "*", Action: "events:PutEvents", Resource: BUS_ARN },
  ];

  it("is set by aws_cloudwatch_event_bus_policy", async () => {
    const cloud = await eventsHarness();
    const config = {
      event_bus_name: "dev-shop",
      policy: JSON.stringify({ Version: "2012-10-17", Statement }),
    };

    const attributes = await cloud.provision("aws_cloudwatch_event_bus_policy", config);

    expect(attributes).toMatchObject({ id: "dev-shop", event_bus_name: "dev-shop" });
    expect(await policyOf(cloud)).toEqual({ Version: "2012-10-17", Statement });
    await remove(cloud, "aws_cloudwatch_event_bus_policy", config, attributes);
    expect(await policyOf(cloud)).toBeUndefined();
  });

  it("gets a statement by aws_cloudwatch_event_permission", async () => {
    const cloud = await eventsHarness();
    const config = {
      event_bus_name: "dev-shop",
      principal: "*",
      statement_id: "organization",
      condition: [{ key: "aws:PrincipalOrgID", type: "StringEquals", value: "o-1" }],
    };
    const kept = { event_bus_name: "dev-shop", principal: "111111111111", statement_id: "account" };
    await cloud.provision("aws_cloudwatch_event_permission", kept);

    const attributes = await cloud.provision("aws_cloudwatch_event_permission", config);

    expect(attributes).toMatchObject({ id: "dev-shop/organization" });
    expect(await policyOf(cloud)).toMatchObject({
      Statement: [
        { Sid: "account", Principal: { AWS: "arn:aws:iam::111111111111:root" } },
        {
          Sid: "organization",
          Effect: "Allow",
          Principal: "*",
          Action: "events:PutEvents",
          Resource: BUS_ARN,
          Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
        },
      ],
    });
    await remove(cloud, "aws_cloudwatch_event_permission", config, attributes);
    expect(await policyOf(cloud)).toMatchObject({ Statement: [{ Sid: "account" }] });
  });
});

describe("aws_cloudwatch_event_rule", () => {
  it("makes a rule and exposes what expressions refer to", async () => {
    const { provision, call } = await eventsHarness();

    const attributes = await provision("aws_cloudwatch_event_rule", {
      name: "dev-ordering-checkout",
      event_bus_name: "dev-shop",
      event_pattern: '{"source":["shop.basket"]}',
      state: "ENABLED",
    });

    expect(attributes).toMatchObject({
      id: "dev-shop/dev-ordering-checkout",
      name: "dev-ordering-checkout",
      arn: RULE_ARN.replace("dev-orders", "dev-ordering-checkout"),
      event_bus_name: "dev-shop",
      state: "ENABLED",
      is_enabled: true,
    });
    expect(
      await call("DescribeRule", { Name: "dev-ordering-checkout", EventBusName: "dev-shop" }),
    ).toMatchObject({
      EventPattern: '{"source":["shop.basket"]}',
    });
  });

  it.each([
    [{ state: "DISABLED" }, "DISABLED"],
    [{ is_enabled: "false" }, "DISABLED"],
    [{ is_enabled: true }, "ENABLED"],
    [{}, "ENABLED"],
  ])("on the default bus with %j is %s", async (config, state) => {
    const { provision } = await eventsHarness();

    const attributes = await provision("aws_cloudwatch_event_rule", {
      name_prefix: "dev-sweep-",
      schedule_expression: "rate(1 hour)",
      ...config,
    });

    expect(attributes).toMatchObject({ state, event_bus_name: "default" });
    expect(attributes["id"]).toBe(attributes["name"]);
    expect(attributes["name"]).toMatch(/^dev-sweep-[0-9a-f]{26}$/);
  });

  it("keeps its name and its targets when it is changed, and is deleted after them", async () => {
    const cloud = await eventsHarness();
    const config = { event_bus_name: "dev-shop", event_pattern: '{"source":["a"]}' };
    const attributes = await cloud.provision("aws_cloudwatch_event_rule", config);
    const rule = String(attributes["name"]);
    const target = { rule, event_bus_name: "dev-shop", arn: queueArn("q"), input_path: "$.source" };
    const targetAttributes = await cloud.provision("aws_cloudwatch_event_target", target);

    const changed = { ...config, event_pattern: '{"source":["b"]}' };
    const after = await change(cloud, "aws_cloudwatch_event_rule", changed, { config, attributes });
    await cloud.put({}, { Source: "a" });
    await cloud.put({}, { Source: "b" });

    expect(after["name"]).toBe(rule);
    expect(await cloud.settledBodies("q")).toEqual(['"b"']);
    expect(await errorOf(remove(cloud, "aws_cloudwatch_event_rule", changed, after))).toMatchObject({
      message: "Rule can't be deleted since it has targets.",
    });
    await remove(cloud, "aws_cloudwatch_event_target", target, targetAttributes);
    await remove(cloud, "aws_cloudwatch_event_rule", changed, after);
    expect(await cloud.call("ListRules", { EventBusName: "dev-shop", NamePrefix: rule })).toEqual({
      Rules: [],
    });
  });

  it("names an argument that is not modelled", async () => {
    const { provision } = await eventsHarness();
    const config = { event_pattern: '{"source":["a"]}', role_arn: "arn:aws:iam::000000000000:role/r" };

    await expect(provision("aws_cloudwatch_event_rule", config)).rejects.toThrow("role_arn");
  });
});

describe("aws_cloudwatch_event_target", () => {
  const base = { rule: "dev-orders", event_bus_name: "dev-shop", arn: queueArn("q") };

  it("adds a target with everything it may say", async () => {
    const { provision, call } = await eventsHarness();

    const attributes = await provision("aws_cloudwatch_event_target", {
      ...base,
      target_id: "queue",
      role_arn: "arn:aws:iam::000000000000:role/r",
      sqs_target: { message_group_id: "orders" },
      dead_letter_config: [{ arn: queueArn("dlq") }],
      retry_policy: { maximum_event_age_in_seconds: 86_400, maximum_retry_attempts: "185" },
      input_transformer: { input_paths: { id: "$.detail.id" }, input_template: '"order <id>"' },
    });

    expect(attributes).toMatchObject({
      id: "dev-shop-dev-orders-queue",
      target_id: "queue",
      arn: queueArn("q"),
    });
    expect(await call("ListTargetsByRule", { Rule: "dev-orders", EventBusName: "dev-shop" })).toEqual({
      Targets: [
        {
          Id: "queue",
          Arn: queueArn("q"),
          RoleArn: "arn:aws:iam::000000000000:role/r",
          SqsParameters: { MessageGroupId: "orders" },
          DeadLetterConfig: { Arn: queueArn("dlq") },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
          InputTransformer: { InputPathsMap: { id: "$.detail.id" }, InputTemplate: '"order <id>"' },
        },
      ],
    });
  });

  it("makes up an id and keeps it through a change in place", async () => {
    const cloud = await eventsHarness();

    const attributes = await cloud.provision("aws_cloudwatch_event_target", base);
    const changed = { ...base, arn: FUNCTION_ARN };
    const after = await change(cloud, "aws_cloudwatch_event_target", changed, { config: base, attributes });

    expect(attributes["target_id"]).toMatch(/^terraform-[0-9a-f]{26}$/);
    expect(after["target_id"]).toBe(attributes["target_id"]);
    expect(await cloud.call("ListTargetsByRule", { Rule: "dev-orders", EventBusName: "dev-shop" })).toEqual({
      Targets: [{ Id: attributes["target_id"], Arn: FUNCTION_ARN }],
    });
  });

  it.each(["ecs_target", "http_target", "kinesis_target", "run_command_targets"])(
    "names the block %s as not modelled",
    async (name) => {
      const { provision } = await eventsHarness();

      await expect(provision("aws_cloudwatch_event_target", { ...base, [name]: {} })).rejects.toThrow(name);
    },
  );

  it("needs the rule", async () => {
    const { provision } = await eventsHarness();

    expect(await errorOf(provision("aws_cloudwatch_event_target", { ...base, rule: "none" }))).toEqual({
      code: "ResourceNotFoundException",
      message: "Rule none does not exist on EventBus dev-shop.",
    });
  });
});

describe("aws_cloudwatch_event_archive", () => {
  const config = {
    name: "dev-shop",
    event_source_arn: BUS_ARN,
    event_pattern: '{"source":["shop.basket"]}',
    retention_days: 2,
  };

  it("keeps the events of its bus that match, as long as it shall", async () => {
    const cloud = await eventsHarness();
    const attributes = await cloud.provision("aws_cloudwatch_event_archive", config);
    const ids = () => cloud.service.archived("dev-shop")?.map(({ event }) => event.id);

    const first = await cloud.put();
    await cloud.put({}, { Source: "other" });
    await cloud.put({}, { EventBusName: "default" });
    await cloud.work.advance(24 * 3_600_000);
    const second = await cloud.put();

    expect(attributes).toMatchObject({
      id: "dev-shop",
      arn: "arn:aws:events:eu-central-1:000000000000:archive/dev-shop",
    });
    expect(ids()).toEqual([first, second]);
    await cloud.work.advance(24 * 3_600_000);
    expect(ids()).toEqual([second]);

    const forEver = { name: config.name, event_source_arn: BUS_ARN };
    await change(cloud, "aws_cloudwatch_event_archive", forEver, { config, attributes });
    await cloud.work.advance(1_000 * 24 * 3_600_000);
    const third = await cloud.put({}, { Source: "other" });
    expect(ids()).toEqual([second, third]);

    await remove(cloud, "aws_cloudwatch_event_archive", forEver, attributes);
    expect(ids()).toBeUndefined();
  });

  it.each([
    [{ event_source_arn: `${BUS_ARN}-none` }, "ValidationException"],
    [{ event_pattern: "{}" }, "InvalidEventPatternException"],
    [{ retention_days: -1 }, "ValidationException"],
    [{ name: "x".repeat(49) }, "ValidationException"],
  ])("is refused with %j", async (more, code) => {
    const { provision } = await eventsHarness();

    expect(await errorOf(provision("aws_cloudwatch_event_archive", { ...config, ...more }))).toMatchObject({
      code,
    });
  });

  it("is refused when there is one of the name", async () => {
    const { provision } = await eventsHarness();
    await provision("aws_cloudwatch_event_archive", config);

    expect(await errorOf(provision("aws_cloudwatch_event_archive", config))).toEqual({
      code: "ResourceAlreadyExistsException",
      message: "Archive dev-shop already exists.",
    });
  });
});
