import { LocalCloud } from "../../local/cloud";
import type { SynthesizedStack } from "../../local/terraform/stacks";
import { Shop } from "./shop";
import { stacks } from "./stacks";

const clouds: LocalCloud[] = [];

afterEach(() => Promise.all(clouds.splice(0).map((cloud) => cloud.close())));

async function start() {
  const cloud = await LocalCloud.fromStacks(stacks("dev"), { clock: "virtual", seed: 7 });
  clouds.push(cloud);
  return { cloud, shop: new Shop(cloud) };
}

type Resources = Record<string, Record<string, Record<string, unknown>>>;

/** The stacks with other resources in one of them. */
function changed(stack: string, change: (resources: Resources) => void): SynthesizedStack[] {
  const copy = structuredClone(stacks("dev"));
  change(copy.find(({ name }) => name === stack)?.template.resource as Resources);
  return copy;
}

/** The one resource of a type whose name begins like this. */
function one(resources: Resources, type: string, prefix: string): Record<string, unknown> {
  const found = Object.entries(resources[type] ?? {}).filter(([name]) => name.startsWith(prefix));
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} ${type} ${prefix}`);
  return found[0][1];
}

describe("LocalCloud.update", () => {
  test("with the same stacks changes nothing", async () => {
    const { cloud } = await start();

    const report = await cloud.update(stacks("dev"));

    expect(report).toMatchObject({ created: 0, changed: 0, replaced: 0, removed: 0 });
  });

  test("keeps the data of what is unchanged and of what changes in place, and people stay signed in", async () => {
    const { cloud, shop } = await start();
    const admin = await shop.person("root", { admin: true });
    const productId = await shop.product(admin);
    const prices = cloud.table("dev-basket-price");
    const outputs = cloud.outputs();

    const report = await cloud.update(
      changed("dev-catalog", (resources) => {
        const handler = one(resources, "aws_lambda_function", "product-api-function");
        const { variables } = handler["environment"] as { variables: object };
        handler["environment"] = { variables: { ...variables, PRODUCT_TABLE: "nowhere" } };
        one(resources, "aws_dynamodb_table", "product-table")["deletion_protection_enabled"] = true;
        one(resources, "aws_sns_topic", "price-changes_topic")["display_name"] = "prices";
      }),
    );

    expect(report).toMatchObject({ created: 0, changed: 3, replaced: 0, removed: 0 });
    expect(cloud.outputs()).toEqual(outputs);
    expect(cloud.table("dev-basket-price")).toEqual(prices);
    expect(cloud.table("dev-product-product")).toEqual([expect.objectContaining({ id: productId })]);
    // The function runs with what it has now.
    expect((await shop.ask("product", "GET", `/product/${productId}`)).status).toBe(500);
    expect(cloud.denials[0]).toMatchObject({ resource: expect.stringMatching(/table\/nowhere$/) });
    await cloud.update(stacks("dev"));
    expect((await shop.ask("product", "GET", `/product/${productId}`)).status).toBe(200);
    expect((await shop.ask("order", "GET", "/order", { as: admin })).status).toBe(200);
  });

  test("goes on with messages that are under way", async () => {
    const { cloud, shop } = await start();
    const admin = await shop.person("root", { admin: true });
    const productId = await shop.product(admin);
    const mend = cloud.faults.inject({
      on: "lambda:Invoke",
      resource: "dev-ordering-checkout",
      effect: "crash",
    });
    await shop.basket(admin, [{ productId, quantity: 1 }]);
    await shop.checkout(admin);
    await cloud.settle();
    expect(cloud.queue("dev-ordering-checkout").messages).toHaveLength(1);

    const report = await cloud.update(
      changed("dev-ordering", (resources) => {
        one(resources, "aws_lambda_function", "checkout-function")["memory_size"] = 1024;
        one(resources, "aws_sqs_queue", "checkout_queue_1")["receive_wait_time_seconds"] = 1;
      }),
    );
    mend();
    await cloud.advance("20m");

    expect(report).toMatchObject({ created: 0, changed: 2, replaced: 0, removed: 0 });
    expect(cloud.table("dev-ordering-order")).toHaveLength(1);
    expect(cloud.queue("dev-ordering-checkout").messages).toHaveLength(0);
  });

  test("replaces what cannot change in place, makes what is new and removes what is gone", async () => {
    const { cloud, shop } = await start();
    const admin = await shop.person("root", { admin: true });
    await shop.product(admin);

    await cloud.update(
      changed("dev-basket", (resources) => {
        one(resources, "aws_dynamodb_table", "price-table")["name"] = "dev-basket-known-price";
        resources["aws_sqs_queue"] = { ...resources["aws_sqs_queue"], extra: { name: "dev-basket-extra" } };
      }),
    );

    expect(() => cloud.table("dev-basket-price")).toThrow("dev-basket-price");
    expect(cloud.table("dev-basket-known-price")).toEqual([]);
    expect(cloud.queue("dev-basket-extra").messages).toEqual([]);
    const report = await cloud.update(stacks("dev"));
    expect(report.removed).toBe(1);
    expect(() => cloud.queue("dev-basket-extra")).toThrow("there is no queue dev-basket-extra");
  });

  test("refuses stacks that it does not model, and what ran before goes on", async () => {
    const { cloud, shop } = await start();
    const admin = await shop.person("root", { admin: true });
    const productId = await shop.product(admin);

    const refused = cloud.update(
      changed("dev-catalog", (resources) => {
        resources["aws_mq_broker"] = { broker: { broker_name: "dev-broker" } };
        resources["aws_lambda_permission"] = {};
      }),
    );

    await expect(refused).rejects.toThrow("aws_mq_broker");
    expect((await shop.ask("product", "GET", `/product/${productId}`)).status).toBe(200);
  });
});

describe("two clouds in one process", () => {
  test("know nothing of each other", async () => {
    const [left, right] = [await start(), await start()];
    const admin = await left.shop.person("root", { admin: true });
    await right.shop.person("root");
    await left.shop.product(admin);
    left.cloud.faults.inject({ on: "dynamodb:Scan", effect: "error" });

    await left.cloud.advance("1h");

    expect(left.cloud.endpoint).not.toBe(right.cloud.endpoint);
    expect(left.cloud.nowMs - right.cloud.nowMs).toBeGreaterThanOrEqual(3_600_000);
    expect(left.cloud.table("dev-product-product")).toHaveLength(1);
    expect(right.cloud.table("dev-product-product")).toEqual([]);
    expect((await right.shop.ask("product", "GET", "/product")).status).toBe(200);
    // A token of one pool is nothing to the other, though both have the same id: the keys differ.
    expect((await right.shop.ask("order", "GET", "/order", { as: admin })).status).toBe(401);
  });

  test("one goes on when the other is closed", async () => {
    const [left, right] = [await start(), await start()];

    await left.cloud.close();

    expect((await right.shop.ask("product", "GET", "/product")).status).toBe(200);
  });
});
