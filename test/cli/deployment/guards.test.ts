import type { CountContents } from "../../../cli/guards/contents";
import { explainObjections, guardPlan, unusedAllowances } from "../../../cli/guards/guard-plan";
import type { TerraformPlan } from "../../../cli/terraform/plan-json";
import { planOf, resource } from "./plans";

const cannotBeTold: CountContents = async () => undefined;

function guard(plan: TerraformPlan, { allowDestroy = [] as string[], count = cannotBeTold } = {}) {
  return guardPlan({ stack: "dev-shop", plan, values: { region: "eu-central-1", allowDestroy }, count });
}

const GONE = { action_reason: "delete_because_no_resource_config" };

describe("the guard of what holds data", () => {
  test.each([
    ["aws_dynamodb_table.a", {}, "all its items"],
    ["aws_s3_bucket.a", {}, "all its objects"],
    ["aws_cognito_user_pool.a", {}, "all its users"],
    ["aws_kinesis_stream.a", {}, "all its records"],
    ["aws_cloudwatch_log_group.a", { retention_in_days: 14 }, "all its logs"],
    ["aws_sqs_queue.a", {}, "messages that could not be counted"],
  ])("stops a plan that destroys %s", async (address, before, loss) => {
    const objections = await guard(planOf(resource(address, ["delete"], { before })));

    expect(objections).toEqual([
      { stack: "dev-shop", address, guard: "stateful", reason: `would be destroyed, and with it ${loss}` },
    ]);
  });

  test.each([[["delete", "create"] as const], [["create", "delete"] as const]])(
    "stops a replacement in the order %s",
    async (actions) => {
      const objections = await guard(planOf(resource("aws_dynamodb_table.a", [...actions], { before: {} })));

      expect(objections.map(({ reason }) => reason)).toEqual([
        "would be replaced by an empty one, and with it all its items",
      ]);
    },
  );

  test.each([
    ["creates a table", resource("aws_dynamodb_table.a", ["create"])],
    ["changes a table in place", resource("aws_dynamodb_table.a", ["update"], { before: {}, after: {} })],
    ["destroys a role", resource("aws_iam_role.a", ["delete"], { before: { name: "a" } })],
    [
      "destroys a log group that keeps nothing on purpose",
      resource("aws_cloudwatch_log_group.a", ["delete"], { before: { retention_in_days: 0 } }),
    ],
  ])("lets a plan pass that %s", async (_, change) => {
    expect(await guard(planOf(change))).toEqual([]);
  });

  test("lets an empty queue go, and says how many messages a full one has", async () => {
    const plan = planOf(
      resource("aws_sqs_queue.empty", ["delete"], { before: { url: "https://sqs/empty" } }),
      resource("aws_sqs_queue.full", ["delete"], { before: { url: "https://sqs/full" } }),
    );
    const count: CountContents = async ({ address }) => (address === "aws_sqs_queue.full" ? 3 : 0);

    const objections = await guard(plan, { count });

    expect(objections.map(({ address, reason }) => [address, reason])).toEqual([
      ["aws_sqs_queue.full", "would be destroyed, and with it about 3 messages"],
    ]);
  });

  test("lets pass what allowDestroy names, and nothing besides", async () => {
    const plan = planOf(
      resource("aws_dynamodb_table.a", ["delete"], { before: {} }),
      resource("aws_dynamodb_table.b", ["delete"], { before: {} }),
    );

    const objections = await guard(plan, { allowDestroy: ["dev-shop/aws_dynamodb_table.a"] });

    expect(objections.map(({ address }) => address)).toEqual(["aws_dynamodb_table.b"]);
  });
});

describe("the guard of what is gone already", () => {
  const gone = (address: string) => ({
    ...planOf(resource(address, ["create"], { after: {} })),
    resource_drift: [resource(address, ["delete"], { before: {} })],
  });

  test("stops a plan that would put an empty table where somebody deleted one", async () => {
    const [objection] = await guard(gone("aws_dynamodb_table.a"));

    expect(objection?.reason).toBe("is gone, with all its items, and an empty one would take its place");
  });

  test("lets a queue be made anew, which nobody restores", async () => {
    expect(await guard(gone("aws_sqs_queue.a"))).toEqual([]);
  });
});

describe("the guard of addresses", () => {
  const before = { name: "dev-order", retention_in_days: 14, tags: { stack: "shop" } };

  test("stops a plan in which the same thing disappears and appears elsewhere", async () => {
    const objections = await guard(
      planOf(
        resource("aws_cloudwatch_log_group.old", ["delete"], { before, ...GONE }),
        resource("aws_cloudwatch_log_group.new", ["create"], { after: { name: "dev-order" } }),
      ),
    );

    expect(objections).toEqual([
      {
        stack: "dev-shop",
        address: "aws_cloudwatch_log_group.old",
        to: "aws_cloudwatch_log_group.new",
        guard: "address",
        reason: "would be destroyed, and the same thing created as aws_cloudwatch_log_group.new",
      },
    ]);
  });

  test.each([
    ["another name", resource("aws_iam_role.new", ["create"], { after: { name: "dev-payment" } })],
    ["another type", resource("aws_iam_policy.new", ["create"], { after: { name: "dev-order" } })],
  ])("lets pass what appears under %s", async (_, created) => {
    const gone = resource("aws_iam_role.old", ["delete"], { before, ...GONE });

    expect(await guard(planOf(gone, created))).toEqual([]);
  });

  test("lets pass what a moved entry keeps", async () => {
    const moved = resource("aws_iam_role.new", ["no-op"], {
      previous_address: "aws_iam_role.old",
      before,
      after: before,
    });

    expect(await guard(planOf(moved))).toEqual([]);
  });

  test("tells resources without a name apart by all that is known of them", async () => {
    const gone = resource("aws_example.old", ["delete"], { before: { size: 1, id: "x" }, ...GONE });
    const created = (size: number) => resource("aws_example.new", ["create"], { after: { size } });

    expect(await guard(planOf(gone, created(1)))).toHaveLength(1);
    expect(await guard(planOf(gone, created(2)))).toHaveLength(0);
  });

  test("pairs each address once", async () => {
    const gone = (id: string) => resource(`aws_example.${id}`, ["delete"], { before: { size: 1 }, ...GONE });
    const created = resource("aws_example.new", ["create"], { after: { size: 1 } });

    expect(await guard(planOf(gone("a"), gone("b"), created))).toHaveLength(1);
  });
});

test("objections are explained with lines to paste", async () => {
  const objections = await guard(
    planOf(
      resource("aws_dynamodb_table.orders", ["delete"], { before: {} }),
      resource("aws_iam_role.old", ["delete"], { before: { name: "a" }, ...GONE }),
      resource("aws_iam_role.new", ["create"], { after: { name: "a" } }),
      resource("aws_iam_role.old2", ["delete"], { before: { name: "b" }, ...GONE }),
      resource("aws_iam_role.new2", ["create"], { after: { name: "b" } }),
    ),
  );

  const text = explainObjections("dev", objections);

  expect(text).toContain(
    "dev-shop/aws_dynamodb_table.orders would be destroyed, and with it all its items\n\n" +
      "If that is meant, name it in environments/dev.ts and plan again:\n\n" +
      '  allowDestroy: [\n    "dev-shop/aws_dynamodb_table.orders",\n  ],',
  );
  expect(text).toContain("  dev-shop\n    - aws_iam_role.old\n    + aws_iam_role.new");
  expect(text).toContain(
    '  // dev-shop\n  this.addOverride("moved", [\n' +
      '    { from: "aws_iam_role.old", to: "aws_iam_role.new" },\n' +
      '    { from: "aws_iam_role.old2", to: "aws_iam_role.new2" },\n  ]);',
  );
});

test("entries of allowDestroy that nothing needs are named, those of other stacks are not", () => {
  const plan = planOf(resource("aws_dynamodb_table.a", ["delete"], { before: {} }));
  const entries = ["a", "b"].map((name) => `dev-shop/aws_dynamodb_table.${name}`);

  expect(unusedAllowances([{ stack: "dev-shop", plan }], [...entries, "dev-other/aws_s3_bucket.c"])).toEqual([
    "dev-shop/aws_dynamodb_table.b",
  ]);
});
