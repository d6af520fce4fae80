import { parseCostValues } from "../../../cli/cost/cost-values";
import { Deployment } from "../../../cli/cost/deployment";
import { synthesizedResources } from "../../../cli/cost/stack-resources";
import { TrafficModel } from "../../../cli/cost/traffic-model";
import { httpApi, lambda, policy, stack, together, values } from "./shop";

type Resources = Parameters<typeof stack>[0];

function modelOf(stacks: Readonly<Record<string, Resources>>, change = {}): TrafficModel {
  const resources = Object.entries(stacks).flatMap(([name, resource]) =>
    synthesizedResources(name, stack(resource, name).configuration),
  );
  return new TrafficModel(new Deployment(resources), parseCostValues(values(change)));
}

function arrivals(model: TrafficModel, name: string) {
  const found = model.deployment.resources.filter((resource) => resource.name === name);
  const [resource] = found;
  if (resource === undefined || found.length > 1)
    throw new Error(`${found.length} resources are called ${name}`);
  return model.arrivals(resource);
}

const TOPIC_ARN = "arn:aws:sns:eu-central-1:111111111111:test-prices";
const QUEUE = "${aws_sqs_queue.queue.arn}";
const MAPPING = { event_source_arn: QUEUE, function_name: "${aws_lambda_function.consumer.arn}" };

const publisher = together(
  httpApi("fn"),
  lambda("fn", policy(["sns:Publish", "${aws_sns_topic.prices.arn}"])),
  {
    aws_sns_topic: { prices: { name: "test-prices" } },
  },
);
const subscriber = (mapping = {}) =>
  together(lambda("consumer", policy(["dynamodb:PutItem", "${aws_dynamodb_table.items.arn}"])), {
    aws_sqs_queue: { queue: { name: "test-queue" } },
    aws_sns_topic_subscription: { subscription: { topic_arn: TOPIC_ARN, protocol: "sqs", endpoint: QUEUE } },
    aws_lambda_event_source_mapping: { mapping: { ...MAPPING, ...mapping } },
    aws_dynamodb_table: { items: { name: "test-items", billing_mode: "PAY_PER_REQUEST" } },
  });

describe("the traffic model", () => {
  it("leads a tenth of the requests over a topic and a queue of another stack to a table", () => {
    const model = modelOf({ "test-catalog": publisher, "test-basket": subscriber() });
    const tenth = { perMonth: 100_000, peakPerSecond: 2 };

    expect(arrivals(model, "test-shop-api")).toEqual({ perMonth: 1_000_000, peakPerSecond: 20 });
    expect(arrivals(model, "test-fn")).toEqual({ perMonth: 1_000_000, peakPerSecond: 20 });
    expect(arrivals(model, "test-prices")).toEqual(tenth);
    expect(arrivals(model, "test-queue")).toEqual(tenth);
    expect(arrivals(model, "test-consumer")).toEqual(tenth);
    const [table] = model.deployment.ofType("aws_dynamodb_table");
    expect(table === undefined ? undefined : model.writes(table)).toEqual(tenth);
    expect(model.warnings).toEqual([]);
  });

  it("lets every event of a bus reach every target of its rules", () => {
    const bus = "${aws_cloudwatch_event_bus.bus.arn}";
    const model = modelOf({
      "test-shop": together(httpApi("fn"), lambda("fn", policy(["events:PutEvents", bus])), {
        aws_cloudwatch_event_bus: { bus: { name: "test-bus" } },
        aws_cloudwatch_event_rule: { rule: { name: "orders", event_bus_name: "test-bus" } },
        aws_cloudwatch_event_target: {
          one: { rule: "${aws_cloudwatch_event_rule.rule.name}", arn: "${aws_sqs_queue.one.arn}" },
          two: { rule: "${aws_cloudwatch_event_rule.rule.name}", arn: "${aws_sqs_queue.two.arn}" },
        },
        aws_sqs_queue: { one: { name: "one" }, two: { name: "two" } },
      }),
    });

    expect(arrivals(model, "one")).toEqual({ perMonth: 100_000, peakPerSecond: 2 });
    expect(arrivals(model, "two")).toEqual({ perMonth: 100_000, peakPerSecond: 2 });
  });

  it("stops at the stage what it throttles, in the busiest second", () => {
    const throttled = httpApi("fn", { default_route_settings: { throttling_rate_limit: 5 } });
    const model = modelOf({ "test-shop": together(throttled, lambda("fn", policy())) });

    expect(arrivals(model, "test-shop-api").peakPerSecond).toBe(20);
    expect(arrivals(model, "test-fn")).toEqual({ perMonth: 1_000_000, peakPerSecond: 5 });
  });

  it("lets a queue hold back what two consumers at once, 200 ms a message, cannot take", () => {
    const traffic = {
      ...values().traffic,
      apis: {
        "shop-api": {
          requestsPerMonth: 1_000_000,
          peakRequestsPerSecond: 200,
          writeShare: 0,
          eventShare: 0.1,
        },
      },
    };
    const model = modelOf(
      {
        "test-catalog": publisher,
        "test-basket": subscriber({ scaling_config: { maximum_concurrency: 2 } }),
      },
      { traffic },
    );

    expect(arrivals(model, "test-queue").peakPerSecond).toBe(20);
    expect(arrivals(model, "test-consumer").peakPerSecond).toBe(10);
  });

  it("divides the requests of an API evenly over its functions", () => {
    const both = together(httpApi("fn"), lambda("fn", policy()), lambda("other", policy()), {
      aws_apigatewayv2_integration: {
        other: {
          api_id: "${aws_apigatewayv2_api.api.id}",
          integration_uri: "${aws_lambda_function.other.invoke_arn}",
        },
      },
    });

    expect(arrivals(modelOf({ "test-shop": both }), "test-other")).toEqual({
      perMonth: 500_000,
      peakPerSecond: 10,
    });
  });

  it("sends nothing to dead-letter queues, which functions may send to as well", () => {
    const model = modelOf({
      "test-shop": together(httpApi("fn"), lambda("fn", policy(["sqs:SendMessage", QUEUE])), {
        aws_sqs_queue: {
          queue: { name: "test-dlq", redrive_allow_policy: '{"redrivePermission":"denyAll"}' },
        },
      }),
    });

    expect(arrivals(model, "test-dlq")).toEqual({ perMonth: 0, peakPerSecond: 0 });
  });

  it("ends a loop, and says so", () => {
    const model = modelOf({
      "test-shop": together(httpApi("consumer"), lambda("consumer", policy(["sqs:SendMessage", QUEUE])), {
        aws_sqs_queue: { queue: { name: "test-queue" } },
        aws_lambda_event_source_mapping: { mapping: MAPPING },
      }),
    });

    expect(arrivals(model, "test-queue").perMonth).toBe(100_000);
    expect(model.warnings).toEqual([
      "test-shop: test-consumer is called by what it sends; the loop is counted once.",
    ]);
  });

  it("says which API nothing is stated about, and what is stated about no API", () => {
    const api = { aws_apigatewayv2_api: { api: { name: "test-other-api", protocol_type: "HTTP" } } };

    expect(modelOf({ "test-shop": api }).warnings).toEqual([
      'test-shop: nothing is stated about the traffic of test-other-api; state traffic.apis["other-api"] in environments/test.ts.',
      'environments/test.ts states traffic of "shop-api", and no API of these stacks is called so.',
    ]);
  });

  it("says whose permissions it cannot read", () => {
    const unreadable = "${data.aws_iam_policy_document.fn.json}";
    const model = modelOf({ "test-shop": together(httpApi("fn"), lambda("fn", unreadable)) });

    expect(model.warnings).toEqual(["test-shop: what test-fn may do cannot be read from its policies."]);
  });
});
