import { LocalCloud } from "../../local/cloud";
import type { PolicyDocument, PolicyStatement } from "../../local/kernel/policy";
import type { SynthesizedStack } from "../../local/terraform/stacks";
import { type Person, PRODUCT, Shop } from "./shop";
import { stacks } from "./stacks";

/** One statement or Lambda permission that the stacks hold. */
interface Permission {
  readonly stack: string;
  readonly type: string;
  /** The resource's name in the template. */
  readonly name: string;
  /** Which statement of its policy; a Lambda permission is one as a whole. */
  readonly index?: number;
  readonly actions: readonly string[];
}

/** What the local cloud has nothing to ask for, so that nothing can be denied. */
const NEVER_ASKED: readonly [RegExp, string][] = [
  [/xray:PutTraceSegments/, "traces are kept by the local cloud itself"],
  [/alarms_topic.*sns:Publish/, "alarms are recorded, not raised"],
  [/ordering-api-function.*dynamodb:GetItem/, "orders are read by index or by scan"],
];

const all = permissions(stacks("dev")).filter(
  (permission) => !NEVER_ASKED.some(([pattern]) => pattern.test(titleOf(permission))),
);

let cloud: LocalCloud;
let shop: Shop;
let admin: Person;
let productId: string;

beforeAll(async () => {
  cloud = await LocalCloud.fromStacks(stacks("dev"), { clock: "virtual", seed: 7 });
  shop = new Shop(cloud);
  admin = await shop.person("root", { admin: true });
  productId = await shop.product(admin);
});

afterAll(() => cloud.close());

const ask = (api: "product" | "basket" | "order", method: string, path: string, body?: unknown) =>
  shop.ask(api, method, path, { as: admin, body });

async function checkOut(): Promise<void> {
  await shop.basket(admin, [{ productId, quantity: 1 }]);
  await shop.checkout(admin);
  await cloud.settle();
}

async function useCatalog(): Promise<void> {
  await ask("product", "GET", "/product");
  await ask("product", "GET", `/product?category=${PRODUCT.category}`);
  await ask("product", "GET", `/product/${productId}`);
  const { body } = await ask("product", "POST", "/product", PRODUCT);
  await ask("product", "PUT", `/product/${body.id ?? productId}`, PRODUCT);
  await ask("product", "DELETE", `/product/${body.id ?? "unknown"}`);
  await cloud.settle();
}

async function useBaskets(): Promise<void> {
  await checkOut();
  await ask("basket", "GET", "/basket");
  await ask("basket", "GET", "/basket/root");
  await ask("basket", "DELETE", "/basket/root");
}

async function useOrders(): Promise<void> {
  await ask("order", "GET", "/order");
  await ask("order", "GET", "/order/root");
}

/** Does the use, while nothing gets into queues whose name begins like this. */
async function whileRefused(queue: string, use: () => Promise<void>): Promise<void> {
  const error = { code: "AccessDenied", message: "refused on purpose", httpStatus: 403 };
  const mend = cloud.faults.inject({ on: "sqs:SendMessage", resource: queue, effect: "error", error });
  await use();
  mend();
}

/** Which use of the shop needs what, by the beginning of the resource's name. */
const USES: readonly [string, () => Promise<void>][] = [
  ["product-api", useCatalog],
  ["basket-api", useBaskets],
  ["ordering-api", useOrders],
  ["price-changes_subscription-dead", () => whileRefused("dev-basket-price-changes", useCatalog)],
  ["price-changes", useCatalog],
  ["checkout_rule_queue-dead", () => whileRefused("dev-ordering-checkout", checkOut)],
  ["checkout", checkOut],
];

test("there is a use of the shop for every permission", () => {
  expect(all.length).toBeGreaterThan(30);
  expect(all.filter((permission) => useOf(permission) === undefined)).toEqual([]);
});

test("with all permissions nothing is denied", async () => {
  for (const use of [useCatalog, useBaskets, useOrders]) await use();

  expect(cloud.denials).toEqual([]);
  expect(cloud.internalErrors).toEqual([]);
});

test.each(all.map((permission) => [titleOf(permission), permission] as const))(
  "without %s something is denied, and the denial says what is missing",
  async (_title, permission) => {
    const before = cloud.denials.length;
    await cloud.update(without(stacks("dev"), permission));

    await useOf(permission)?.();

    const denials = cloud.denials.slice(before);
    await cloud.update(stacks("dev"));
    const matching = denials.filter(({ action }) => permission.actions.includes(action));
    expect(matching).not.toEqual([]);
    for (const { action, reason } of matching) expect(reason).toMatch(new RegExp(`Missing in .*"${action}"`));
    // Nothing else is missing: each permission is granted once.
    expect(denials.filter(({ action }) => !permission.actions.includes(action))).toEqual([]);
  },
);

function titleOf({ stack, name, actions }: Permission): string {
  return `${stack} ${name.replace(/_[0-9A-F]{8}$/, "")} ${actions.join(", ")}`;
}

function useOf({ name }: Permission): (() => Promise<void>) | undefined {
  return USES.find(([prefix]) => name.startsWith(prefix))?.[1];
}

function statementsOf(body: Readonly<Record<string, unknown>>): readonly PolicyStatement[] {
  if (typeof body["policy"] !== "string") return [];
  return [(JSON.parse(body["policy"]) as PolicyDocument).Statement].flat() as PolicyStatement[];
}

/** Everything that the stacks allow. */
function permissions(from: readonly SynthesizedStack[]): Permission[] {
  return from.flatMap(({ name: stack, template }) =>
    Object.entries(template.resource ?? {}).flatMap(([type, resources]) =>
      Object.entries(resources).flatMap(([name, body]): Permission[] =>
        type === "aws_lambda_permission"
          ? [{ stack, type, name, actions: ["lambda:InvokeFunction"] }]
          : statementsOf(body).flatMap(({ Effect, Action = [] }, index) =>
              Effect === "Allow" ? [{ stack, type, name, index, actions: [Action].flat() }] : [],
            ),
      ),
    ),
  );
}

/** The stacks as if this permission had been forgotten. */
function without(from: readonly SynthesizedStack[], { stack, type, name, index }: Permission) {
  const changed = structuredClone(from) as SynthesizedStack[];
  const resources = changed.find((one) => one.name === stack)?.template.resource?.[type] as Record<
    string,
    Record<string, unknown>
  >;
  const body = resources[name];
  if (body === undefined || index === undefined) {
    delete resources[name];
  } else {
    const document = JSON.parse(String(body["policy"])) as PolicyDocument;
    const Statement = statementsOf(body).filter((_, position) => position !== index);
    body["policy"] = JSON.stringify({ ...document, Statement });
  }
  return changed;
}
