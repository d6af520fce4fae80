import fc from "fast-check";
import type { Fault } from "../../local/kernel/faults";

/** Who buys. */
export const CUSTOMERS = ["ada", "bob"] as const;

/** How many products the catalog begins with. */
export const PRODUCTS = 3;

/** One thing that happens in a simulation. */
export type Step =
  | { readonly kind: "price"; readonly product: number; readonly price: number }
  /** The last product goes; the others stay, so that there is something to buy. */
  | { readonly kind: "withdraw" }
  | { readonly kind: "basket"; readonly customer: number; readonly products: readonly number[] }
  | { readonly kind: "checkout"; readonly customer: number }
  /** A basket and its checkout, by somebody who clicks once or twice. */
  | {
      readonly kind: "buy";
      readonly customer: number;
      readonly products: readonly number[];
      readonly clicks: number;
    }
  /** Both customers at once, and one of them twice. */
  | { readonly kind: "rush" }
  | { readonly kind: "fault"; readonly fault: Fault }
  | { readonly kind: "mend" }
  | { readonly kind: "wait"; readonly seconds: number };

/** Where something can go wrong, and how: every table, queue, topic, bus and function of the shop. */
const BREAKABLE: readonly Pick<Fault, "on" | "resource" | "effect">[] = [
  { on: "dynamodb:GetItem", resource: "dev-product-product", effect: "error" },
  { on: "dynamodb:PutItem", resource: "dev-product-product", effect: "error" },
  { on: "dynamodb:UpdateItem", resource: "dev-product-product", effect: "error" },
  { on: "dynamodb:GetItem", resource: "dev-basket-basket", effect: "error" },
  { on: "dynamodb:PutItem", resource: "dev-basket-basket", effect: "error" },
  { on: "dynamodb:UpdateItem", resource: "dev-basket-basket", effect: "error" },
  { on: "dynamodb:BatchGetItem", resource: "dev-basket-price", effect: "error" },
  { on: "dynamodb:PutItem", resource: "dev-basket-price", effect: "error" },
  { on: "dynamodb:PutItem", resource: "dev-ordering-order", effect: "error" },
  { on: "sns:Publish", resource: "dev-product-price-changes", effect: "error" },
  { on: "events:PutEvents", resource: "dev-shop", effect: "error" },
  ...["dev-basket-price-changes", "dev-ordering-checkout"].flatMap((queue) => [
    { on: "sqs:SendMessage", resource: queue, effect: "error" } as const,
    { on: "sqs:ReceiveMessage", resource: queue, effect: "error" } as const,
    { on: "sqs:ReceiveMessage", resource: queue, effect: "duplicate" } as const,
    { on: "sqs:ReceiveMessage", resource: queue, effect: "reorder" } as const,
    { on: "sqs:DeleteMessage", resource: queue, effect: "error" } as const,
  ]),
  ...["product-api", "basket-api", "basket-price-changes", "ordering-checkout"].flatMap((name) => [
    { on: "lambda:Invoke", resource: `function:dev-${name}`, effect: "crash" } as const,
    { on: "lambda:Invoke", resource: `function:dev-${name}`, effect: "timeout" } as const,
  ]),
];

const fault = fc
  .tuple(fc.constantFrom(...BREAKABLE), fc.integer({ min: 1, max: 12 }), fc.constantFrom(0.3, 0.7, 1))
  .map(([at, times, probability]) => ({ ...at, times, probability }));
const product = fc.nat({ max: PRODUCTS - 1 });
const products = fc.uniqueArray(product, { minLength: 1, maxLength: PRODUCTS });
const customer = fc.nat({ max: CUSTOMERS.length - 1 });
const clicks = fc.integer({ min: 1, max: 2 });
const price = fc.integer({ min: 0, max: 9_999 });
// All waits of a history together are shorter than tokens hold.
const seconds = fc.integer({ min: 1, max: 300 });

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("price"), product, price }) },
  { weight: 1, arbitrary: fc.constant({ kind: "withdraw" }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("buy"), customer, products, clicks }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("basket"), customer, products }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("checkout"), customer }) },
  { weight: 1, arbitrary: fc.constant({ kind: "rush" }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("fault"), fault }) },
  { weight: 1, arbitrary: fc.constant({ kind: "mend" }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("wait"), seconds }) },
) as fc.Arbitrary<Step>;

/** What customers, the admin, the weather and time do, and the seed of what is left to chance. */
export const history = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  steps: fc.array(step, { minLength: 20, maxLength: 40, size: "max" }),
});

export type History = { readonly seed: number; readonly steps: readonly Step[] };
