import type { Unpriced, Usage } from "./meters/meter";
import { figureIn, PRICES, type Price, type PriceFigure, type PriceId } from "./prices";
import { FREE, METERS, NOT_PRICED } from "./resource-types";
import type { TrafficModel } from "./traffic-model";

/** One thing that a resource is charged for. */
export interface CostLine {
  readonly stack: string;
  readonly type: string;
  readonly resource: string;
  readonly price: PriceId;
  /** Units per month. */
  readonly quantity: number;
  readonly because: string;
  readonly usdPerMonth: number;
}

/** Something that was not priced, or costs nothing. */
export interface Remark {
  readonly stack: string;
  readonly type: string;
  readonly reason: string;
}

/** What resources cost in a month. */
export interface Costs {
  readonly lines: readonly CostLine[];
  readonly free: readonly Remark[];
  readonly notPriced: readonly Remark[];
}

/** Prices every resource of a model. */
export function costsOf(model: TrafficModel): Costs {
  const lines: CostLine[] = [];
  const free: Remark[] = [];
  const notPriced: Remark[] = [];
  for (const resource of model.deployment.resources) {
    const { stack, type, name } = resource;
    const meter = METERS.get(type);
    const freeBecause = FREE.get(type);
    if (meter !== undefined) {
      for (const usage of meter(resource, model)) {
        const priced = price(usage, model.values.region);
        if ("reason" in priced) notPriced.push({ stack, type, ...priced });
        else lines.push({ stack, type, resource: name, ...priced });
      }
    } else if (freeBecause !== undefined) {
      free.push({ stack, type, reason: freeBecause });
    } else {
      const reason = NOT_PRICED.get(type) ?? "a type that cli/cost/resource-types.ts does not know";
      notPriced.push({ stack, type, reason });
    }
  }
  return { lines, free, notPriced };
}

function price(
  usage: Usage | Unpriced,
  region: string,
): Pick<CostLine, "price" | "quantity" | "because" | "usdPerMonth"> | { readonly reason: string } {
  if ("unpriced" in usage) return { reason: usage.unpriced };
  const { service, item, per }: Price = PRICES[usage.price];
  const known: PriceFigure | undefined = figureIn(usage.price, region);
  if (known === undefined) {
    return { reason: `${service}, ${item}: no figure for ${region} in cli/cost/prices.ts` };
  }
  return { ...usage, usdPerMonth: (usage.quantity * known.usd) / per };
}
