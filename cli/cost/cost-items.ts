import type { CostLine } from "./costs";
import { grouped } from "./grouped";
import { figure } from "./meters/meter";
import { PRICES, type PriceId } from "./prices";

/** What a stack pays for one price, over all its resources. */
export interface CostItem {
  readonly stack: string;
  readonly price: PriceId;
  /** `API Gateway: requests to a REST API` */
  readonly what: string;
  /** `10,000,000 × request` */
  readonly quantity: string;
  readonly because: string;
  readonly usdPerMonth: number;
}

/** The lines of a note, summed up by stack and price, the dearest first. */
export function costItems(lines: readonly CostLine[]): readonly CostItem[] {
  return grouped(lines, ({ stack, price }) => `${stack} ${price}`)
    .map((group) => {
      const [{ stack, price, because }] = group;
      const { service, item, unit } = PRICES[price];
      return {
        stack,
        price,
        what: `${service}: ${item}`,
        quantity: `${figure(sum(group.map(({ quantity }) => quantity)))} × ${unit}`,
        because: group.length === 1 ? because : `${figure(group.length)} resources`,
        usdPerMonth: sum(group.map(({ usdPerMonth }) => usdPerMonth)),
      };
    })
    .sort((one, other) => other.usdPerMonth - one.usdPerMonth);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
