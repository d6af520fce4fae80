import { loadEnvironments } from "../../environments";
import { type Block, type Resource, SynthesizedStacks } from "./synthesized";

const synthesized = new SynthesizedStacks();
const environments = loadEnvironments();

/** The resource of a type with this physical name. */
function named(type: string, name: string): Block {
  const found = synthesized
    .resources(type)
    .find(({ block }) => block["name"] === name || block["function_name"] === name);
  if (found === undefined) throw new Error(`no ${type} is named ${name}`);
  return found.block;
}

const text = (value: unknown) => String(value);
const isDeadLetterQueue = ({ block }: Resource) => text(block["name"]).endsWith("-dlq");
const environmentOf = ({ stack }: Resource) => {
  const environment = environments.find(({ name }) => stack.startsWith(`${name}-`));
  if (environment === undefined) throw new Error(`no environment has the stack ${stack}`);
  return environment;
};

it("everything that people see has the name that was agreed on", () => {
  const names = (type: string, argument = "name") =>
    synthesized
      .resources(type)
      .filter(({ stack }) => stack.startsWith("prod-"))
      .map(({ block }) => block[argument])
      .sort();

  expect(names("aws_cloudwatch_event_bus")).toEqual(["prod-shop"]);
  expect(names("aws_cognito_user_pool")).toEqual(["prod-shop"]);
  expect(names("aws_cognito_user_pool_client")).toEqual(["prod-shop-web"]);
  expect(names("aws_cognito_user_group")).toEqual(["admin"]);
  expect(names("aws_sns_topic")).toEqual(["prod-platform-alarms", "prod-product-price-changes"]);
  expect(names("aws_api_gateway_rest_api")).toEqual(["prod-product-api"]);
  expect(names("aws_apigatewayv2_api")).toEqual(["prod-basket-api", "prod-ordering-api"]);
  expect(names("aws_lambda_function", "function_name")).toEqual([
    "prod-basket-api",
    "prod-basket-price-changes",
    "prod-ordering-api",
    "prod-ordering-checkout",
    "prod-product-api",
  ]);
  expect(names("aws_dynamodb_table")).toEqual([
    "prod-basket-basket",
    "prod-basket-price",
    "prod-ordering-order",
    "prod-product-product",
  ]);
  expect(names("aws_sqs_queue")).toEqual([
    "prod-basket-price-changes",
    "prod-basket-price-changes-dlq",
    "prod-basket-price-changes-subscription-dlq",
    "prod-ordering-checkout",
    "prod-ordering-checkout-dlq",
    "prod-ordering-checkout-queue-rule-dlq",
  ]);
});

describe("queues", () => {
  const queues = synthesized.resources("aws_sqs_queue");

  it("have a dead-letter queue of longer retention, or are one", () => {
    const plain = queues.filter((queue) => !isDeadLetterQueue(queue));

    expect(plain).not.toEqual([]);
    for (const { stack, block } of plain) {
      const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text(block["redrive_policy"]));
      const deadLetterQueue = named("aws_sqs_queue", synthesized.named(stack, deadLetterTargetArn));
      expect(deadLetterQueue["name"]).toBe(`${block["name"]}-dlq`);
      expect(Number(deadLetterQueue["message_retention_seconds"])).toBeGreaterThan(
        Number(block["message_retention_seconds"]),
      );
      expect(maxReceiveCount).toBe(5);
    }
  });

  it("that are dead-letter queues say whose", () => {
    const allowed = queues.filter(isDeadLetterQueue).map(({ block }) => {
      const { redrivePermission, sourceQueueArns = [] } = JSON.parse(text(block["redrive_allow_policy"]));
      return `${block["name"]} ${redrivePermission} ${sourceQueueArns.map((arn: string) => arn.split(":").at(-1))}`.trim();
    });

    expect(allowed.filter((line) => line.startsWith("dev-")).sort()).toEqual([
      "dev-basket-price-changes-dlq byQueue dev-basket-price-changes",
      "dev-basket-price-changes-subscription-dlq denyAll",
      "dev-ordering-checkout-dlq byQueue dev-ordering-checkout",
      "dev-ordering-checkout-queue-rule-dlq denyAll",
    ]);
  });

  it("hide a message for six timeouts of their consumer, which reports each failure and is levelled", () => {
    const mappings = synthesized.resources("aws_lambda_event_source_mapping");

    expect(mappings).not.toEqual([]);
    for (const mapping of mappings) {
      const { block, stack } = mapping;
      const queue = named("aws_sqs_queue", synthesized.named(stack, text(block["event_source_arn"])));
      const consumer = named("aws_lambda_function", text(queue["name"]));
      expect(Number(queue["visibility_timeout_seconds"])).toBe(6 * Number(consumer["timeout"]));
      expect(block["function_response_types"]).toEqual(["ReportBatchItemFailures"]);
      expect(block["scaling_config"]).toEqual({
        maximum_concurrency: environmentOf(mapping).concurrency.consumerMaximum,
      });
    }
  });
});

describe("events", () => {
  it("reach ordering by a rule on the bus, with retries and a dead-letter queue", () => {
    expect(named("aws_cloudwatch_event_rule", "dev-ordering-checkout")).toMatchObject({
      event_bus_name: "dev-shop",
      event_pattern: JSON.stringify({ source: ["shop.basket"], "detail-type": ["CheckoutBasket"] }),
    });
    const [target] = synthesized.resources("aws_cloudwatch_event_target");
    expect(synthesized.named("dev-ordering", JSON.stringify(target?.block))).toContain(
      '"dead_letter_config":{"arn":"dev-ordering-checkout-queue-rule-dlq"}',
    );
    expect(target?.block["retry_policy"]).toEqual({
      maximum_event_age_in_seconds: 86_400,
      maximum_retry_attempts: 185,
    });
  });

  it("of price changes reach the basket raw and filtered, with a dead-letter queue", () => {
    const [subscription] = synthesized.resources("aws_sns_topic_subscription");

    expect(subscription?.block).toMatchObject({
      topic_arn: expect.stringMatching(/:dev-product-price-changes$/),
      protocol: "sqs",
      raw_message_delivery: true,
      filter_policy: JSON.stringify({ eventType: ["PriceChanged", "ProductWithdrawn"] }),
    });
    expect(synthesized.named("dev-basket", text(subscription?.block["redrive_policy"]))).toBe(
      '{"deadLetterTargetArn":"dev-basket-price-changes-subscription-dlq"}',
    );
  });
});

describe.each(environments)("the values of $name", (environment) => {
  const inEnvironment = (type: string) =>
    synthesized.resources(type).filter(({ stack }) => stack.startsWith(`${environment.name}-`));

  it("protect the data", () => {
    const tables = inEnvironment("aws_dynamodb_table");

    expect(tables).not.toEqual([]);
    for (const { block } of tables) {
      expect(block["deletion_protection_enabled"]).toBe(environment.deletionProtection);
      expect(block["point_in_time_recovery"]).toEqual({ enabled: environment.pointInTimeRecovery });
    }
    expect(named("aws_cognito_user_pool", `${environment.name}-shop`)["deletion_protection"]).toBe(
      environment.deletionProtection ? "ACTIVE" : "INACTIVE",
    );
  });

  it("say how long logs are kept", () => {
    const groups = inEnvironment("aws_cloudwatch_log_group");

    expect(groups).not.toEqual([]);
    for (const { block } of groups) expect(block["retention_in_days"]).toBe(environment.logRetentionDays);
  });

  it("reach the functions", () => {
    const functions = inEnvironment("aws_lambda_function");

    expect(functions).not.toEqual([]);
    for (const { block } of functions) {
      expect(block["memory_size"]).toBe(environment.functionMemoryMb);
      expect(block["environment"]).toMatchObject({
        variables: { ENVIRONMENT: environment.name, LOG_LEVEL: environment.logLevel },
      });
      const isApi = text(block["function_name"]).endsWith("-api");
      expect(block["reserved_concurrent_executions"]).toBe(
        isApi ? (environment.concurrency.apiReserved ?? undefined) : undefined,
      );
    }
  });

  it("limit what the APIs admit", () => {
    const { ratePerSecond, burst } = environment.throttling;
    const limits = { throttling_rate_limit: ratePerSecond, throttling_burst_limit: burst };

    const [rest] = inEnvironment("aws_api_gateway_method_settings");
    expect(rest?.block["settings"]).toMatchObject(limits);
    const stages = inEnvironment("aws_apigatewayv2_stage");
    expect(stages).not.toEqual([]);
    for (const { block } of stages) expect(block["default_route_settings"]).toMatchObject(limits);
  });

  it("let their web origins in", () => {
    const apis = inEnvironment("aws_apigatewayv2_api");

    expect(apis).not.toEqual([]);
    for (const { block } of apis) {
      expect(block["cors_configuration"]).toMatchObject({ allow_origins: environment.corsOrigins });
    }
    expect(named("aws_lambda_function", `${environment.name}-product-api`)["environment"]).toMatchObject({
      variables: { CORS_ORIGINS: environment.corsOrigins.join(","), CURRENCY: environment.currency },
    });
  });

  it("say which share of the requests is traced", () => {
    const [rule] = inEnvironment("aws_xray_sampling_rule");

    expect(rule?.block).toMatchObject({
      rule_name: `${environment.name}-requests`,
      fixed_rate: environment.tracingShare,
      service_name: `${environment.name}-*`,
    });
  });

  it("send alarms to the environment's topic", () => {
    const alarms = inEnvironment("aws_cloudwatch_metric_alarm");
    const topic = `arn:aws:sns:${environment.region}:${environment.accountId}:${environment.name}-platform-alarms`;

    expect(alarms.length > 10).toBe(environment.alarms);
    for (const { block } of alarms) expect(block["alarm_actions"]).toEqual([topic]);
  });
});
