import { LocalCloud } from "../../local/cloud";
import { Shop } from "./shop";
import { stacks } from "./stacks";

const QUEUE = "dev-ordering-checkout";

/** Tokens are signed with keys that are made anew, and the port is whichever is free. */
const BY_NATURE_DIFFERENT = [/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, /127\.0\.0\.1:\d+/g];

/** A run with faults that strike by chance; everything that it leaves behind, as a text. */
async function run(seed: number): Promise<string> {
  const cloud = await LocalCloud.fromStacks(stacks("dev"), { clock: "virtual", seed });
  try {
    const shop = new Shop(cloud);
    const admin = await shop.person("root", { admin: true });
    const ada = await shop.person("ada");
    const productId = await shop.product(admin);
    const often = { probability: 0.4 };
    cloud.faults.inject({
      on: "dynamodb:PutItem",
      resource: "dev-ordering-order",
      effect: "error",
      ...often,
    });
    cloud.faults.inject({ on: "sqs:ReceiveMessage", resource: QUEUE, effect: "duplicate", ...often });
    cloud.faults.inject({ on: "lambda:Invoke", resource: QUEUE, effect: "crash", ...often });
    for (let quantity = 1; quantity <= 3; quantity++) {
      await shop.basket(ada, [{ productId, quantity }]);
      await shop.checkout(ada);
    }
    await cloud.settle();
    await cloud.advance("1h");
    const left = {
      nowMs: cloud.nowMs,
      trace: cloud.trace(""),
      orders: cloud.table("dev-ordering-order"),
      baskets: cloud.table("dev-basket-basket"),
      deadLetters: cloud.queue("dev-ordering-checkout-dlq").messages,
      log: withoutMeasurements(cloud.logs("/aws/lambda/dev-ordering-checkout")),
    };
    return BY_NATURE_DIFFERENT.reduce(
      (text, different) => text.replaceAll(different, "…"),
      JSON.stringify(left, undefined, 1),
    );
  } finally {
    await cloud.close();
  }
}

/** Memory is the real memory of this process, whose reading is left out. */
function withoutMeasurements(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(/Max Memory Used: \d+ MB/, ""));
}

test("the same seed gives the same run, faults and all; another seed gives another", async () => {
  const first = await run(7);
  const again = await run(7);
  const other = await run(8);

  expect(first).toContain('"outcome": "error"');
  // Compared line by line, so that a difference is shown as one.
  expect(again.split("\n")).toEqual(first.split("\n"));
  expect(other).not.toBe(first);
}, 60_000);

test("requests side by side are served in the order in which they came, in every run", async () => {
  const orderIds = async () => {
    const cloud = await LocalCloud.fromStacks(stacks("dev"), { clock: "virtual", seed: 7 });
    const shop = new Shop(cloud);
    const productId = await shop.product(await shop.person("root", { admin: true }));
    const people = [];
    for (const name of ["ada", "bob", "cy", "dan"]) people.push(await shop.person(name));

    await Promise.all(people.map((person) => shop.basket(person, [{ productId, quantity: 1 }])));
    const checkouts = await Promise.all(people.map((person) => shop.checkout(person)));

    await cloud.close();
    return checkouts.map(({ body }) => body.orderId);
  };

  const first = await orderIds();

  expect(await orderIds()).toEqual(first);
  expect(new Set(first).size).toBe(4);
}, 60_000);
