import { httpApi, lambda, lineOf, noteOf, policy, TRAFFIC, together } from "./shop";

const NO_PERMISSIONS = policy();
const { "shop-api": API } = TRAFFIC.apis;
const TABLE = "${aws_dynamodb_table.items.arn}";

describe("an HTTP API", () => {
  const note = noteOf(together(httpApi("fn"), lambda("fn", NO_PERMISSIONS)));

  it("costs 1.20 USD for its million requests", () => {
    expect(lineOf(note, "http-api-request")).toMatchObject({
      quantity: 1_000_000,
      usdPerMonth: 1.2,
      because: "1,000,000 requests × 1 × 512 KB",
    });
  });

  it("costs two requests for an answer of more than 512 KB", () => {
    const traffic = { ...TRAFFIC, averageAnswerBytes: 512 * 1_024 + 1 };
    const large = noteOf(together(httpApi("fn"), lambda("fn", NO_PERMISSIONS)), { traffic });

    expect(lineOf(large, "http-api-request").usdPerMonth).toBeCloseTo(2.4, 10);
  });

  it("costs 0.09 USD for each GB of answers: 5,000 bytes × 1,000,000 ÷ 2^30 = 4.6566 GB", () => {
    const { quantity, usdPerMonth } = lineOf(note, "data-transfer-out");

    expect(quantity).toBeCloseTo(4.6566, 4);
    expect(usdPerMonth).toBeCloseTo(0.4191, 4);
  });

  it("costs 0.30 USD for each of six metrics of each of two routes, if details are measured", () => {
    const detailed = httpApi("fn", { default_route_settings: { detailed_metrics_enabled: true } });
    const { quantity, usdPerMonth } = lineOf(
      noteOf(together(detailed, lambda("fn", NO_PERMISSIONS))),
      "detailed-metric",
    );

    expect(quantity).toBe(12);
    expect(usdPerMonth).toBeCloseTo(3.6, 10);
  });

  it("costs metrics only in the hours in which its routes are called: 146 requests, two routes, 73 hours", () => {
    const detailed = httpApi("fn", { default_route_settings: { detailed_metrics_enabled: true } });
    const traffic = { ...TRAFFIC, apis: { "shop-api": { ...API, requestsPerMonth: 146 } } };
    const note = noteOf(together(detailed, lambda("fn", NO_PERMISSIONS)), { traffic });

    expect(lineOf(note, "detailed-metric").quantity).toBeCloseTo(1.2, 10);
  });

  it("is named as not priced when it is a WebSocket API", () => {
    const socket = { aws_apigatewayv2_api: { api: { name: "test-shop-api", protocol_type: "WEBSOCKET" } } };

    expect(noteOf(socket).notPriced).toEqual([
      { stack: "test-shop", type: "aws_apigatewayv2_api", reason: "a WebSocket API" },
    ]);
  });
});

describe("a REST API", () => {
  const rest_api_id = "${aws_api_gateway_rest_api.api.id}";
  const api = {
    aws_api_gateway_rest_api: { api: { name: "test-shop-api" } },
    aws_api_gateway_method: { get: { rest_api_id }, post: { rest_api_id }, options: { rest_api_id } },
    aws_api_gateway_method_settings: {
      all: { rest_api_id, method_path: "*/*", settings: { metrics_enabled: true } },
    },
    aws_api_gateway_stage: { stage: { rest_api_id } },
  };

  it("costs 3.70 USD for its million requests, and five metrics of each method", () => {
    const note = noteOf(api);

    expect(lineOf(note, "rest-api-request").usdPerMonth).toBeCloseTo(3.7, 10);
    expect(lineOf(note, "detailed-metric").quantity).toBe(15);
  });

  it("names the cache of its stage as not priced", () => {
    const cached = { ...api, aws_api_gateway_stage: { stage: { rest_api_id, cache_cluster_enabled: true } } };

    expect(noteOf(cached).notPriced).toEqual([
      { stack: "test-shop", type: "aws_api_gateway_stage", reason: "the cache of a REST API's stage" },
    ]);
  });
});

describe("a function", () => {
  it("costs 0.20 USD for a million invocations, and 1,000,000 × 0.2 s × 0.5 GB of arm64", () => {
    const note = noteOf(together(httpApi("fn"), lambda("fn", NO_PERMISSIONS)));

    expect(lineOf(note, "lambda-request").usdPerMonth).toBeCloseTo(0.2, 10);
    expect(lineOf(note, "lambda-arm64-duration")).toMatchObject({ quantity: 100_000, usdPerMonth: 1.33334 });
  });

  it("costs the price of x86_64, unless it asks for arm64", () => {
    const note = noteOf(together(httpApi("fn"), lambda("fn", NO_PERMISSIONS, { architectures: ["x86_64"] })));

    expect(lineOf(note, "lambda-x86-duration").usdPerMonth).toBeCloseTo(1.66667, 5);
  });

  it("names temporary storage beyond 512 MB as not priced", () => {
    const note = noteOf(lambda("fn", NO_PERMISSIONS, { ephemeral_storage: { size: 1_024 } }));

    expect(note.notPriced).toEqual([
      {
        stack: "test-shop",
        type: "aws_lambda_function",
        reason: "temporary storage of a function beyond 512 MB",
      },
    ]);
  });
});

describe("a table", () => {
  const resources = together(
    httpApi("fn"),
    lambda("fn", policy(["dynamodb:GetItem", TABLE], ["dynamodb:PutItem", TABLE])),
    {
      aws_dynamodb_table: {
        items: {
          name: "test-items",
          billing_mode: "PAY_PER_REQUEST",
          global_secondary_index: [{ name: "by-day" }],
          point_in_time_recovery: { enabled: true },
        },
      },
    },
  );
  const note = noteOf(resources);

  it("costs a read of two units (5,000 bytes) for each request: 2,000,000 × 0.1525 USD a million", () => {
    expect(lineOf(note, "dynamodb-read")).toMatchObject({ quantity: 2_000_000, usdPerMonth: 0.305 });
  });

  it("costs a write of two units (1,500 bytes) for every second request, to the table and its index", () => {
    const { quantity, usdPerMonth } = lineOf(note, "dynamodb-write");

    expect(quantity).toBe(500_000 * 2 * 2);
    expect(usdPerMonth).toBeCloseTo(1.525, 10);
  });

  it("costs 0.306 USD for each GB of the table and its index, and 0.2448 USD for what can be restored", () => {
    expect(lineOf(note, "dynamodb-storage").usdPerMonth).toBeCloseTo(4 * 0.306, 10);
    expect(lineOf(note, "dynamodb-point-in-time-recovery").usdPerMonth).toBeCloseTo(2 * 0.2448, 10);
  });

  it("is named as not priced when its capacity is provisioned", () => {
    const provisioned = {
      aws_dynamodb_table: { items: { name: "test-items", billing_mode: "PROVISIONED" } },
    };

    expect(noteOf(provisioned).notPriced).toEqual([
      { stack: "test-shop", type: "aws_dynamodb_table", reason: "a table with provisioned capacity" },
    ]);
  });
});

describe("a queue", () => {
  it("costs three requests for each message, and what Lambda's five pollers ask in 2,628,000 s", () => {
    const queue = "${aws_sqs_queue.queue.arn}";
    const note = noteOf(
      together(
        httpApi("fn"),
        lambda("fn", policy(["sqs:SendMessage", queue])),
        lambda("consumer", NO_PERMISSIONS),
        {
          aws_sqs_queue: { queue: { name: "test-queue" } },
          aws_lambda_event_source_mapping: {
            mapping: { event_source_arn: queue, function_name: "${aws_lambda_function.consumer.arn}" },
          },
        },
      ),
    );
    const [poll, messages] = note.lines.filter(({ price }) => price === "sqs-request");

    expect(messages).toMatchObject({ quantity: 300_000, usdPerMonth: 0.12 });
    expect(poll?.quantity).toBe(657_000);
    expect(poll?.usdPerMonth).toBeCloseTo(0.2628, 10);
  });

  it("is named as not priced when it is a FIFO queue", () => {
    const fifo = { aws_sqs_queue: { queue: { name: "test-queue.fifo", fifo_queue: true } } };

    expect(noteOf(fifo).notPriced[0]?.reason).toBe("a FIFO queue");
  });
});

describe("a topic and a bus", () => {
  const topic = "${aws_sns_topic.topic.arn}";
  const bus = "${aws_cloudwatch_event_bus.bus.arn}";
  const resources = together(
    httpApi("fn"),
    lambda("fn", policy(["sns:Publish", topic], ["events:PutEvents", bus])),
    {
      aws_sns_topic: { topic: { name: "test-topic" } },
      aws_cloudwatch_event_bus: { bus: { name: "test-bus" } },
    },
  );

  it("cost 0.50 and 1.00 USD for a million messages and events: 100,000 are 0.05 and 0.10", () => {
    const note = noteOf(resources, { region: "us-east-1" });

    expect(lineOf(note, "sns-publish").usdPerMonth).toBeCloseTo(0.05, 10);
    expect(lineOf(note, "eventbridge-event").usdPerMonth).toBeCloseTo(0.1, 10);
  });

  it("are named as not priced where the figure of the region is not known", () => {
    expect(noteOf(resources).notPriced).toEqual([
      {
        stack: "test-shop",
        type: "aws_cloudwatch_event_bus",
        reason: "EventBridge, custom events put on a bus: no figure for eu-central-1 in cli/cost/prices.ts",
      },
    ]);
  });
});

describe("a log group", () => {
  const accessLog = {
    access_log_settings: { destination_arn: "${aws_cloudwatch_log_group.access.arn}" },
  };
  const groups = (retention: number | undefined) => ({
    aws_cloudwatch_log_group: {
      access: { name: "/aws/apigateway/test-shop-api", retention_in_days: retention },
      fn: { name: "/aws/lambda/test-fn", retention_in_days: retention },
      other: { name: "/aws/lambda/test-other", retention_in_days: retention },
    },
  });
  const note = noteOf(together(httpApi("fn", accessLog), lambda("fn", NO_PERMISSIONS), groups(73)));

  it("takes in 1,024 bytes of each request, of its function or of its API: 0.9537 GB × 0.63 USD", () => {
    const ingestion = note.lines.filter(({ price }) => price === "log-ingestion");

    expect(ingestion.map(({ resource }) => resource).sort()).toEqual([
      "/aws/apigateway/test-shop-api",
      "/aws/lambda/test-fn",
    ]);
    for (const { usdPerMonth } of ingestion) expect(usdPerMonth).toBeCloseTo(0.6008, 4);
  });

  it("keeps what came in during its retention: 73 days are 2.4 months", () => {
    const [stored] = note.lines.filter(({ price }) => price === "log-storage");

    expect(stored?.quantity).toBeCloseTo(0.95367 * 2.4, 4);
  });
});

describe("alarms, users and traces", () => {
  it("cost 0.10 USD for each metric that an alarm looks at", () => {
    const note = noteOf({
      aws_cloudwatch_metric_alarm: {
        simple: { alarm_name: "simple", metric_name: "Errors" },
        ratio: {
          alarm_name: "ratio",
          metric_query: [{ id: "e", expression: "a/b" }, { metric: [{}] }, { metric: [{}] }],
        },
      },
    });

    expect(note.total.after).toBeCloseTo(0.3, 10);
  });

  it("cost 0.015 USD for each active user of a pool", () => {
    const note = noteOf({ aws_cognito_user_pool: { pool: { name: "test" } } });

    expect(lineOf(note, "cognito-essentials-user").usdPerMonth).toBeCloseTo(1.5, 10);
  });

  it("name a pool of another tier as not priced", () => {
    const note = noteOf({ aws_cognito_user_pool: { pool: { name: "test", user_pool_tier: "PLUS" } } });

    expect(note.notPriced[0]?.reason).toBe("a user pool of tier PLUS");
  });

  it("cost 5 USD for a million traces: the first of each second, and a tenth of the other 372,000", () => {
    const traffic = { ...TRAFFIC, apis: { "shop-api": { ...API, requestsPerMonth: 3_000_000 } } };
    const note = noteOf(
      together(httpApi("fn"), lambda("fn", NO_PERMISSIONS, { tracing_config: { mode: "Active" } }), {
        aws_xray_sampling_rule: {
          first: { rule_name: "first", priority: 1, reservoir_size: 1, fixed_rate: 0.1 },
          second: { rule_name: "second", priority: 2, reservoir_size: 9, fixed_rate: 1 },
        },
      }),
      { traffic },
    );

    expect(lineOf(note, "xray-trace").quantity).toBeCloseTo(2_628_000 + 37_200, 6);
  });
});
