import { costMarkdown } from "../../../cli/cost/cost-markdown";
import { costNote, type StackToPrice } from "../../../cli/cost/cost-note";
import { costTable } from "../../../cli/cost/cost-table";
import { httpApi, lambda, noteOf, policy, stack, together, values } from "./shop";

const QUEUE_ARN = "arn:aws:sqs:eu-central-1:111111111111:test-queue";
const TABLE = "${aws_dynamodb_table.items.arn}";

/** A shop whose function writes to a table with an index. */
const shop = stack(
  together(httpApi("fn"), lambda("fn", policy(["dynamodb:PutItem", TABLE], ["sqs:SendMessage", QUEUE_ARN])), {
    aws_dynamodb_table: {
      items: {
        name: "test-items",
        billing_mode: "PAY_PER_REQUEST",
        global_secondary_index: [{ name: "by-day" }],
      },
    },
    aws_s3_bucket: { images: { bucket: "images" } },
  }),
);

/** The queue that it sends to, in a stack of its own. */
const worker = stack(
  together(lambda("worker", policy()), {
    aws_sqs_queue: { queue: { name: "test-queue" } },
    aws_lambda_event_source_mapping: {
      mapping: {
        event_source_arn: "${aws_sqs_queue.queue.arn}",
        function_name: "${aws_lambda_function.worker.arn}",
      },
    },
  }),
  "test-worker",
);

/** A resource in a state, as `terraform show -json` prints it. */
function deployed(type: string, name: string, values: Readonly<Record<string, unknown>>) {
  return { mode: "managed", address: `${type}.${name}`, type, name, values };
}

/** What `terraform show -json` prints of the plan of a stack in which these resources are deployed. */
function plan(...resources: readonly unknown[]) {
  const root_module = { resources };
  return { format_version: "1.2", prior_state: { format_version: "1.0", values: { root_module } } };
}

const lambdaArn = "arn:aws:lambda:eu-central-1:111111111111:function:test-fn";
const tableArn = "arn:aws:dynamodb:eu-central-1:111111111111:table/test-items";

/** The shop as it is deployed: as it will be, but for the index of its table. */
const shopPlan = plan(
  deployed("aws_apigatewayv2_api", "api", { id: "a1b2", name: "test-shop-api", protocol_type: "HTTP" }),
  deployed("aws_apigatewayv2_integration", "fn", {
    api_id: "a1b2",
    integration_uri: `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${lambdaArn}/invocations`,
  }),
  deployed("aws_apigatewayv2_stage", "default", {
    api_id: "a1b2",
    name: "$default",
    default_route_settings: [],
  }),
  deployed("aws_iam_role", "fn-role", { id: "fn", name: "fn" }),
  deployed("aws_iam_role_policy", "fn-policy", {
    role: "fn",
    policy: policy(["dynamodb:PutItem", tableArn], ["sqs:SendMessage", QUEUE_ARN]),
  }),
  deployed("aws_lambda_function", "fn", {
    function_name: "test-fn",
    role: "arn:aws:iam::111111111111:role/fn",
    memory_size: 512,
    architectures: ["arm64"],
    reserved_concurrent_executions: -1,
  }),
  deployed("aws_dynamodb_table", "items", {
    id: "test-items",
    name: "test-items",
    billing_mode: "PAY_PER_REQUEST",
    global_secondary_index: [],
    point_in_time_recovery: [{ enabled: false }],
  }),
  { ...deployed("aws_caller_identity", "who", {}), mode: "data" },
);

function note(...stacks: readonly StackToPrice[]) {
  return costNote(values(), stacks);
}

describe("the cost note", () => {
  it("tells what an index adds to a table: 1,000,000 write units and 2 GB", () => {
    const [cost] = note({ ...shop, plan: shopPlan }, worker).stacks;
    const table = cost?.byType.find(({ type }) => type === "aws_dynamodb_table");

    // 500,000 writes of 2 units at 0.7625 USD a million, and 2 GB at 0.306 USD.
    expect(table?.before).toBeCloseTo(0.7625 + 0.612, 10);
    expect(table?.after).toBeCloseTo(2 * (0.7625 + 0.612), 10);
    expect((cost?.after ?? 0) - (cost?.before ?? 0)).toBeCloseTo(1.3745, 10);
  });

  it("tells no change where nothing changes but what arrives from a stack that has no plan", () => {
    const workerPlan = plan(
      deployed("aws_iam_role", "worker-role", { name: "worker" }),
      deployed("aws_lambda_function", "worker", {
        function_name: "test-worker",
        role: "arn:aws:iam::111111111111:role/worker",
        memory_size: 512,
        architectures: ["arm64"],
      }),
      deployed("aws_sqs_queue", "queue", { name: "test-queue", redrive_allow_policy: "" }),
      deployed("aws_lambda_event_source_mapping", "mapping", {
        event_source_arn: QUEUE_ARN,
        function_name: "arn:aws:lambda:eu-central-1:111111111111:function:test-worker",
      }),
    );
    const [, cost] = note(shop, { ...worker, plan: workerPlan }).stacks;

    expect(cost?.after).toBeGreaterThan(0.38);
    expect(cost?.before).toBeCloseTo(cost?.after ?? 0, 10);
  });

  it("counts a stack that was never applied as nothing now", () => {
    const first = { format_version: "1.2", planned_values: { root_module: {} } };

    expect(note({ ...worker, plan: first }).total.before).toBe(0);
  });

  it("does not know what is deployed of a stack without a plan, nor of all", () => {
    const { stacks, total } = note({ ...shop, plan: shopPlan }, worker);

    expect(stacks.map(({ before }) => before === null)).toEqual([false, true]);
    expect(total.before).toBeNull();
    expect(total.after).toBeCloseTo(
      stacks.reduce((sum, { after }) => sum + after, 0),
      10,
    );
  });

  it("tells what goes away with a type", () => {
    const gone = note({
      ...stack({}),
      plan: plan(deployed("aws_cognito_user_pool", "pool", { name: "test" })),
    });

    expect(gone.stacks[0]?.byType).toEqual([{ type: "aws_cognito_user_pool", before: 1.5, after: 0 }]);
  });

  it("finds the deployed resources of child modules", () => {
    const child_modules = [{ resources: [deployed("aws_cognito_user_pool", "pool", { name: "test" })] }];
    const nested = { format_version: "1.2", prior_state: { values: { root_module: { child_modules } } } };

    expect(note({ ...stack({}), plan: nested }).total.before).toBe(1.5);
  });

  it("names what it has no price for, what is free, and a type that it does not know", () => {
    const { free, notPriced } = noteOf({
      aws_s3_bucket: { images: {} },
      aws_neptune_cluster: { graph: {} },
      aws_iam_role: { role: { name: "role" } },
    });

    expect(notPriced.map(({ type, reason }) => `${type}: ${reason}`)).toEqual([
      "aws_s3_bucket: what it holds and its requests are not among the traffic assumptions",
      "aws_neptune_cluster: a type that cli/cost/resource-types.ts does not know",
    ]);
    expect(free).toEqual([{ stack: "test-shop", type: "aws_iam_role", reason: "IAM is free" }]);
  });

  it("says that no price of a region is known, and how to add one", () => {
    const far = noteOf({ aws_cognito_user_pool: { pool: { name: "test" } } }, { region: "ap-south-1" });

    expect(far.total.after).toBe(0);
    expect(far.warnings[0]).toBe(
      "No price of ap-south-1 is known, so nothing is priced; cli/cost/prices.ts has eu-central-1, eu-west-1, us-east-1. docs/cost.md says how to add a region.",
    );
    expect(far.firstQuota?.id).toBe("cognito-authentication");
  });

  it("refuses a quota that does not exist", () => {
    expect(() => noteOf({}, { accountQuotas: { "lambda-speed": 1 } })).toThrow(
      /^environments\/test\.ts: accountQuotas: there is no quota lambda-speed; there are api-gateway-requests, /,
    );
  });

  it("refuses values without traffic", () => {
    expect(() => noteOf({}, { traffic: undefined })).toThrow(
      /^The values of the environment lack what its costs depend on; synthesize it again\.\n {2}traffic: /,
    );
  });

  it("refuses what is no plan and what is no stack", () => {
    expect(() => note({ ...shop, plan: { complete: true } })).toThrow(
      'The plan of test-shop is not what "terraform show -json" prints of a saved plan.',
    );
    expect(() => note({ name: "test-shop", configuration: [] })).toThrow(
      "The configuration of test-shop is no synthesized stack.",
    );
  });
});

describe("the cost note, for people", () => {
  it("folds the details in a pull request", () => {
    expect(costMarkdown(note({ ...shop, plan: shopPlan }, worker))).toMatchSnapshot();
  });

  it("shows costs, limits, gaps and assumptions at the terminal", () => {
    const text = costTable(note(shop, worker));

    expect(text).toMatch(/│ test-shop +│ +5\.\d\d │/);
    expect(text).toMatch(/│ lambda-concurrency +│ account +│ 4.4 of 1,000 executions +│ +227 x │/);
    expect(text).toContain(
      "First quota of AWS that the peak would reach: dynamodb-new-table-writes of test-items",
    );
    expect(text).toContain("Not priced:\n  - aws_s3_bucket (1): what it holds");
    expect(text).toContain("Free tiers, discounts by volume and savings plans are not counted.");
  });
});
