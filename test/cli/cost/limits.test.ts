import type { CostNote } from "../../../cli/cost/cost-note";
import { httpApi, lambda, noteOf, policy, TRAFFIC, together } from "./shop";

function limit(note: CostNote, id: string) {
  const found = note.limits.filter((one) => one.id === id);
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} limits ${id}`);
  return { used: first.used, limit: first.limit, of: first.of };
}

/** As many requests in the busiest second. */
function peak(peakRequestsPerSecond: number) {
  const api = { ...TRAFFIC.apis["shop-api"], peakRequestsPerSecond };
  return { traffic: { ...TRAFFIC, apis: { "shop-api": api } } };
}

const QUEUE = "${aws_sqs_queue.queue.arn}";

describe("limits", () => {
  it("compare a peak of 20 invocations of 200 ms with the account's 1,000 executions: 4", () => {
    const note = noteOf(together(httpApi("fn"), lambda("fn", policy())));

    expect(limit(note, "lambda-concurrency")).toEqual({ used: 4, limit: 1_000, of: "account" });
  });

  it("count 100 ms for shorter invocations, as Lambda serves ten requests a second for each execution", () => {
    const short = { traffic: { ...TRAFFIC, averageFunctionMs: 5 } };
    const note = noteOf(together(httpApi("fn"), lambda("fn", policy())), short);

    expect(limit(note, "lambda-concurrency").used).toBe(2);
  });

  it("compare a reserved function with its reservation, and take that from what the others have", () => {
    const reserved = lambda("fn", policy(["sqs:SendMessage", QUEUE]), { reserved_concurrent_executions: 50 });
    const note = noteOf(
      together(httpApi("fn"), reserved, lambda("consumer", policy()), {
        aws_sqs_queue: { queue: { name: "test-queue" } },
        aws_lambda_event_source_mapping: {
          mapping: { event_source_arn: QUEUE, function_name: "${aws_lambda_function.consumer.arn}" },
        },
      }),
    );

    expect(limit(note, "reserved_concurrent_executions")).toEqual({ used: 4, limit: 50, of: "test-fn" });
    expect(limit(note, "lambda-concurrency")).toEqual({
      used: 0.4,
      limit: 950,
      of: "account, less 50 reserved",
    });
    expect(limit(note, "lambda-unreserved")).toEqual({ used: 50, limit: 900, of: "account" });
  });

  it("know the quota of a new account from the environment's values", () => {
    const resources = together(httpApi("fn"), lambda("fn", policy()));
    const note = noteOf(resources, { ...peak(60), accountQuotas: { "lambda-concurrency": 10 } });

    expect(note.firstQuota).toMatchObject({ id: "lambda-concurrency", used: 12, limit: 10 });
  });

  it("say that a stage answers 429 before the account's quota is near", () => {
    const throttled = httpApi("fn", { default_route_settings: { throttling_rate_limit: 10 } });
    const note = noteOf(together(throttled, lambda("fn", policy())));

    expect(note.firstOwnLimit).toMatchObject({
      id: "throttling_rate_limit",
      of: "test-shop-api",
      used: 20,
      limit: 10,
      beyond: "requests are answered 429",
    });
    expect(limit(note, "api-gateway-requests")).toEqual({ used: 10, limit: 10_000, of: "account" });
  });

  it("compare a table's peak with what a new table takes, and with the quota: 20 × 2 units", () => {
    const table = "${aws_dynamodb_table.items.arn}";
    const note = noteOf(
      together(httpApi("fn"), lambda("fn", policy(["dynamodb:Query", table], ["dynamodb:PutItem", table])), {
        aws_dynamodb_table: { items: { name: "test-items", billing_mode: "PAY_PER_REQUEST" } },
      }),
    );

    expect(limit(note, "dynamodb-table-reads")).toEqual({ used: 40, limit: 40_000, of: "test-items" });
    expect(limit(note, "dynamodb-new-table-reads").limit).toBe(12_000);
    expect(limit(note, "dynamodb-table-writes")).toEqual({ used: 20, limit: 40_000, of: "test-items" });
    expect(limit(note, "dynamodb-new-table-writes").limit).toBe(4_000);
  });

  it("compare messages with the region's quota, and a queue's with its consumer's maximum", () => {
    const note = noteOf(
      together(
        httpApi("fn"),
        lambda("fn", policy(["sns:Publish", "${aws_sns_topic.topic.arn}"])),
        lambda("consumer", policy()),
        {
          aws_sns_topic: { topic: { name: "test-topic" } },
          aws_sns_topic_subscription: {
            subscription: {
              topic_arn: "${aws_sns_topic.topic.arn}",
              protocol: "sqs",
              endpoint: QUEUE,
              filter_policy: "{}",
            },
          },
          aws_sqs_queue: { queue: { name: "test-queue" } },
          aws_lambda_event_source_mapping: {
            mapping: {
              event_source_arn: QUEUE,
              function_name: "${aws_lambda_function.consumer.arn}",
              batch_size: 5,
              scaling_config: { maximum_concurrency: 4 },
            },
          },
        },
      ),
      peak(200),
    );

    expect(limit(note, "sns-publish")).toEqual({ used: 20, limit: 1_500, of: "account" });
    expect(limit(note, "sns-filter-policies")).toEqual({ used: 1, limit: 200, of: "test-topic" });
    expect(limit(note, "maximum_concurrency")).toEqual({ used: 4, limit: 4, of: "test-queue" });
    expect(limit(note, "sqs-in-flight")).toEqual({ used: 20, limit: 120_000, of: "test-queue" });
  });

  it("compare events, their deliveries and the rules of a bus", () => {
    const note = noteOf(
      together(
        httpApi("fn"),
        lambda("fn", policy(["events:PutEvents", "${aws_cloudwatch_event_bus.bus.arn}"])),
        {
          aws_cloudwatch_event_bus: { bus: { name: "test-bus" } },
          aws_cloudwatch_event_rule: { rule: { name: "rule", event_bus_name: "test-bus" } },
          aws_cloudwatch_event_target: {
            one: { rule: "rule", arn: QUEUE },
            two: { rule: "rule", arn: QUEUE },
          },
        },
      ),
    );

    expect(limit(note, "eventbridge-put-events")).toEqual({ used: 2, limit: 2_400, of: "account" });
    expect(limit(note, "eventbridge-invocations")).toEqual({ used: 4, limit: 4_500, of: "account" });
    expect(limit(note, "eventbridge-rules")).toEqual({ used: 1, limit: 300, of: "test-bus" });
  });

  it("count two calls for each sign-in, where there is a user pool", () => {
    const pool = { aws_cognito_user_pool: { pool: { name: "test" } } };

    expect(limit(noteOf(pool), "cognito-authentication")).toEqual({ used: 6, limit: 120, of: "account" });
    expect(noteOf({}).limits).toEqual([]);
  });

  it("list the nearest first", () => {
    const note = noteOf(together(httpApi("fn"), lambda("fn", policy())));
    const headrooms = note.limits.map(({ used, limit }) => limit / used);

    expect(headrooms).toEqual([...headrooms].sort((one, other) => one - other));
  });
});
