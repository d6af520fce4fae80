import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { LocalCloud } from "../../local/cloud";
import type { SynthesizedStack } from "../../local/terraform/stacks";
import { checkoutBasketExample } from "../../services/contracts/checkout-basket";
import { Shop } from "./shop";
import { stacks, withoutStatement } from "./stacks";

const QUEUE = "dev-ordering-checkout";
const DEAD_LETTERS = "dev-ordering-checkout-dlq";
const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" };

let cloud: LocalCloud;

afterEach(() => cloud.close());

async function start(from: readonly SynthesizedStack[] = stacks("dev"), seed = 7) {
  cloud = await LocalCloud.fromStacks(from, { clock: "virtual", seed });
  const shop = new Shop(cloud);
  const admin = await shop.person("root", { admin: true });
  const ada = await shop.person("ada");
  const productId = await shop.product(admin);
  const client = { endpoint: cloud.endpoint, region: cloud.region, credentials: CREDENTIALS };
  const bus = new EventBridgeClient(client);
  const sqs = new SQSClient(client);
  return {
    shop,
    ada,
    productId,
    /** Fills the basket and checks it out. */
    checkOut: async () => {
      await shop.basket(ada, [{ productId, quantity: 1 }]);
      return shop.checkout(ada);
    },
    publish: async (detail: unknown, times = 1) => {
      const entry = {
        EventBusName: "dev-shop",
        Source: "shop.basket",
        DetailType: "CheckoutBasket",
        Detail: JSON.stringify(detail),
      };
      for (let count = 0; count < times; count++) await bus.send(new PutEventsCommand({ Entries: [entry] }));
    },
    send: async (MessageBody: string) => {
      const QueueUrl = `${cloud.endpoint}/${cloud.accountId}/${QUEUE}`;
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    },
  };
}

const orders = () => cloud.table("dev-ordering-order");
const deadLetters = () => cloud.queue(DEAD_LETTERS).messages;

describe("the same event again", () => {
  test("five deliveries of one checkout make one order", async () => {
    const { publish } = await start();

    await publish(checkoutBasketExample, 5);
    await cloud.settle();
    await cloud.advance("20m");

    expect(orders()).toHaveLength(1);
    expect(deadLetters()).toHaveLength(0);
  });

  test("a queue that hands a message out twice makes one order", async () => {
    const { checkOut } = await start();
    cloud.faults.inject({ on: "sqs:ReceiveMessage", resource: QUEUE, effect: "duplicate", times: 1 });

    await checkOut();
    await cloud.settle();
    await cloud.advance("20m");

    expect(orders()).toHaveLength(1);
  });
});

describe("a poison event", () => {
  test("lands in the dead-letter queue after its attempts; the rest of its batch does not", async () => {
    const { publish } = await start();

    await publish({ metadata: {}, data: { orderId: "broken" } });
    await publish(checkoutBasketExample);
    await cloud.settle();
    await cloud.advance("1h");

    expect(orders()).toHaveLength(1);
    expect(deadLetters()).toHaveLength(1);
    expect(JSON.stringify(deadLetters()[0])).toContain("broken");
    expect(cloud.queue(QUEUE).messages).toHaveLength(0);
  });
});

describe("a consumer that fails", () => {
  test.each(
    (["crash", "timeout"] as const).flatMap((effect) => [1, 2, 3, 4].map((seed) => [effect, seed] as const)),
  )("by %s, before or after its work (seed %d), ends in exactly one order", async (effect, seed) => {
    const { checkOut } = await start(stacks("dev"), seed);
    cloud.faults.inject({ on: "lambda:Invoke", resource: QUEUE, effect, times: 2 });

    const { body } = await checkOut();
    await cloud.settle();
    expect(cloud.queue(QUEUE).messages).toHaveLength(1);
    await cloud.advance("20m");

    expect(orders()).toEqual([expect.objectContaining({ orderId: body.orderId })]);
    expect(cloud.queue(QUEUE).messages).toHaveLength(0);
    expect(deadLetters()).toHaveLength(0);
  });

  test("every time keeps its message in the dead-letter queue", async () => {
    const { checkOut } = await start();
    cloud.faults.inject({ on: "lambda:Invoke", resource: QUEUE, effect: "crash" });

    const { body } = await checkOut();
    await cloud.settle();
    await cloud.advance("1h");

    expect(deadLetters()).toHaveLength(1);
    expect(JSON.stringify(deadLetters()[0])).toContain(body.orderId);
  });

  test("because its table does not answer retries until it does", async () => {
    const { checkOut } = await start();
    const mend = cloud.faults.inject({
      on: "dynamodb:PutItem",
      resource: "dev-ordering-order",
      effect: "error",
    });

    await checkOut();
    await cloud.settle();
    expect(orders()).toHaveLength(0);
    mend();
    await cloud.advance("20m");

    expect(orders()).toHaveLength(1);
  });
});

describe("a failed PutEvents", () => {
  test("keeps the basket, and checking out again makes one order", async () => {
    const { shop, ada, checkOut } = await start();
    const mend = cloud.faults.inject({ on: "events:PutEvents", resource: "dev-shop", effect: "error" });

    const refused = await checkOut();
    mend();
    const basket = await shop.ask("basket", "GET", "/basket/ada", { as: ada });
    const accepted = await shop.checkout(ada);
    await cloud.settle();

    expect(refused.status).toBeGreaterThanOrEqual(500);
    expect(basket.status).toBe(200);
    expect(accepted.status).toBe(202);
    expect(orders()).toHaveLength(1);
  });
});

describe("a forgotten permission", () => {
  test("to write the order table: nothing is ordered, the denial says which statement is missing, nothing is lost", async () => {
    const broken = withoutStatement(stacks("dev"), {
      stack: "dev-ordering",
      type: "aws_iam_role_policy",
      resource: "checkout-function",
      action: "dynamodb:PutItem",
    });
    const { checkOut } = await start(broken);

    await checkOut();
    await cloud.settle();
    expect(orders()).toHaveLength(0);
    expect(cloud.denials[0]).toMatchObject({ action: "dynamodb:PutItem" });
    expect(cloud.denials[0]?.reason).toContain("dev-ordering-checkout");
    expect(cloud.denials[0]?.reason).toContain('"dynamodb:PutItem"');

    await cloud.update(stacks("dev"));
    await cloud.advance("20m");
    expect(orders()).toHaveLength(1);
  });

  test("to receive from the queue: the messages wait, and are worked once it is back", async () => {
    const broken = withoutStatement(stacks("dev"), {
      stack: "dev-ordering",
      type: "aws_iam_role_policy",
      resource: "checkout-function",
      action: "sqs:ReceiveMessage",
    });
    const { checkOut } = await start(broken);

    await checkOut();
    await cloud.settle();
    expect(cloud.queue(QUEUE).messages).toHaveLength(1);
    expect(cloud.denials[0]).toMatchObject({ resource: expect.stringMatching(/:dev-ordering-checkout$/) });
    expect(cloud.denials[0]?.action).toMatch(/^sqs:/);

    await cloud.update(stacks("dev"));
    await cloud.advance("20m");
    expect(orders()).toHaveLength(1);
  });

  test("of the bus to send to the queue: the event lands in the rule's dead-letter queue, and the denial explains it", async () => {
    const broken = withoutStatement(stacks("dev"), {
      stack: "dev-ordering",
      type: "aws_sqs_queue",
      resource: "checkout_queue_1",
      action: "sqs:SendMessage",
    });
    const { checkOut } = await start(broken);

    const { body } = await checkOut();
    await cloud.settle();

    expect(orders()).toHaveLength(0);
    const denial = cloud.denials.find(({ action }) => action === "sqs:SendMessage");
    expect(denial?.principal).toContain("events.amazonaws.com");
    expect(denial?.reason).toContain("aws:SourceArn");
    const caught = cloud.queue("dev-ordering-checkout-queue-rule-dlq").messages;
    expect(JSON.stringify(caught)).toContain(body.orderId);
  });

  test("of the basket API to put events: the checkout fails and the basket stays", async () => {
    const broken = withoutStatement(stacks("dev"), {
      stack: "dev-basket",
      type: "aws_iam_role_policy",
      resource: "basket-api-function",
      action: "events:PutEvents",
    });
    const { shop, ada, checkOut } = await start(broken);

    const answer = await checkOut();

    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect((await shop.ask("basket", "GET", "/basket/ada", { as: ada })).status).toBe(200);
    expect(new Set(cloud.denials.map(({ action }) => action))).toEqual(new Set(["events:PutEvents"]));
  });
});

describe("work by hand", () => {
  test("a message sent to the queue through the SDK is worked like an event", async () => {
    const { send } = await start();
    const event = {
      version: "0",
      id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
      "detail-type": "CheckoutBasket",
      source: "shop.basket",
      account: cloud.accountId,
      time: "2026-01-01T00:00:00Z",
      region: cloud.region,
      resources: [],
      detail: checkoutBasketExample,
    };

    await send(JSON.stringify(event));
    await cloud.settle();

    expect(orders()).toHaveLength(1);
  });
});
