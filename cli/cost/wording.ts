import type { Change, CostNote } from "./cost-note";
import type { Remark } from "./costs";
import { grouped } from "./grouped";
import { headroom, type Utilisation } from "./limits/limit";
import { figure } from "./meters/meter";

/** What every note says of its own limits. */
export const CAVEATS: readonly string[] = [
  "List prices of the first tier in USD, before tax. Free tiers, discounts by volume and savings plans are not counted.",
  "Traffic is the environment's `traffic` values, the same before and after; the rest is derived from the stacks.",
  "Quotas are AWS's defaults, unless `accountQuotas` says otherwise. What else the account runs uses them, too.",
  "Not counted: KMS requests, backups, log queries, traces that are looked at, mails and text messages.",
];

/** `12.30`; `?` where it is not known. */
export function usd(value: number | null): string {
  if (value === null) return "?";
  return value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** `+1.20`, `-3.00`, `=` or `?`. */
export function change({ before, after }: Change): string {
  if (before === null) return "?";
  const difference = usd(after - before);
  if (difference === "0.00" || difference === "-0.00") return "=";
  return after > before ? `+${difference}` : difference;
}

/** Cells of a table, its head first. */
export type Cells = readonly (readonly string[])[];

/** What the stacks cost; with what they cost now, where any was planned. */
export function stackCells({ stacks, total }: CostNote): Cells {
  const rows = [...stacks, { ...total, name: "all" }];
  if (stacks.every(({ before }) => before === null)) {
    return [["stack", "USD a month"], ...rows.map(({ name, after }) => [name, usd(after)])];
  }
  return [
    ["stack", "now", "will be", "change"],
    ...rows.map((row) => [row.name, usd(row.before), usd(row.after), change(row)]),
  ];
}

/** What the stated peak reaches first, in sentences. */
export function firstLimits({ firstQuota, firstOwnLimit }: CostNote): readonly string[] {
  const quota =
    firstQuota === null
      ? "The stated peak uses no quota of AWS that the note knows."
      : `First quota of AWS that the peak would reach: ${sentence(firstQuota)}`;
  const own =
    firstOwnLimit === null ? [] : [`First limit that the stacks set themselves: ${sentence(firstOwnLimit)}`];
  return [quota, ...own];
}

function sentence(limit: Utilisation): string {
  const reached =
    headroom(limit) < 1 ? "is exceeded" : `is reached at ${factor(limit)} times the stated peak`;
  return `${limit.id} of ${limit.of} (${limit.limits}) ${reached}: ${usage(limit)}. Beyond it, ${limit.beyond}.`;
}

/** `20 of 120 calls/s` */
export function usage({ used, limit, unit }: Utilisation): string {
  return `${figure(used)} of ${figure(limit)} ${unit}`;
}

/** How many times what is used fits: `6.0`, `1,234`. */
export function factor(limit: Utilisation): string {
  const times = headroom(limit);
  return times < 100 ? times.toFixed(1) : figure(Math.floor(times));
}

/** Remarks with the same reason as one: `aws_s3_bucket (2): what it holds …`. */
export function remarks(all: readonly Remark[]): readonly string[] {
  return grouped(all, ({ type, reason }) => `${type} ${reason}`).map((group) => {
    const [{ type, reason }] = group;
    return `${type} (${group.length}): ${reason}`;
  });
}

/** Limits that are worth a look: those that less than this many peaks fit into, and the nearest ones in any case. */
const NEAR = 10;
const AT_LEAST = 8;

export function nearLimits(limits: readonly Utilisation[]): readonly Utilisation[] {
  return limits.filter((limit, index) => index < AT_LEAST || headroom(limit) < NEAR);
}
