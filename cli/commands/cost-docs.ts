import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CliError } from "../cli-error";
import { PRICED_REGIONS, PRICES, type Price } from "../cost/prices";
import { QUOTAS, type Quota } from "../cost/quotas";
import { FREE, METERS, NOT_PRICED } from "../cost/resource-types";

const PAGE = join("docs", "prices.md");

const INTRODUCTION = `# Prices and quotas

Generated from the code by \`npx platform cost-docs\`; do not edit. What is made of them, and how to renew them:
[cost.md](cost.md).

A price is the first tier's, in USD, before any free tier. Its date leads to its source: the price list that AWS
publishes for the service and the region, or the service's pricing page. A figure that could not be read there is not
in the table.
`;

/**
 * Writes the page of prices and quotas.
 * @param root - the folder of the project
 * @throws CliError with `check`, when the page is out of date
 */
export function costDocs(root: string, { check }: { check: boolean }): void {
  const path = join(root, PAGE);
  if (!check) writeFileSync(path, page());
  else if (readPage(path) !== page()) {
    throw new CliError(`${PAGE} does not say what the code says; run: npx platform cost-docs`);
  }
}

function page(): string {
  return [INTRODUCTION, prices(), quotas(), types()].join("\n");
}

function prices(): string {
  const rows = Object.values<Price>(PRICES).map(({ service, item, unit, per, figures }) => {
    const cells = PRICED_REGIONS.map((region) => {
      const figure = figures.find((one) => one.region === region);
      return figure === undefined ? "–" : `${figure.usd} ([${figure.asOf}](${figure.source}))`;
    });
    return `| ${service}: ${item} | ${count(per)} × ${unit} | ${cells.join(" | ")} |`;
  });
  return `## Prices

| for | USD per | ${PRICED_REGIONS.join(" | ")} |
| --- | --- |${" --- |".repeat(PRICED_REGIONS.length)}
${rows.join("\n")}
`;
}

function quotas(): string {
  const rows = Object.entries<Quota>(QUOTAS).map(
    ([id, { service, limits, unit, value, regions, ...quota }]) => {
      const others = Object.entries(regions ?? {}).filter(([region]) => PRICED_REGIONS.includes(region));
      const values = [count(value), ...others.map(([region, other]) => `${region}: ${count(other)}`)].join(
        "; ",
      );
      const raised = quota.adjustable ? "yes" : "no";
      return `| \`${id}\` | ${service}: ${limits} | ${values} ${unit} | ${raised} | ${quota.beyond} | [${quota.asOf}](${quota.source}) |`;
    },
  );
  return `## Quotas

What an account has by default. \`accountQuotas\` of an environment's values takes the ids, where the account differs.
Of the regions only those with prices are shown; the code has the others.

| id | limits | value | can be raised | beyond it | source |
| --- | --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}

function types(): string {
  const reasons = [...FREE, ...NOT_PRICED].map(([type, reason]) => {
    return `| \`${type}\` | ${FREE.has(type) ? "free" : "not priced"} | ${reason} |`;
  });
  return `## Resource types

Priced by what is used: ${[...METERS.keys()].map((type) => `\`${type}\``).join(", ")}. A type that is not on this page is
named in the note as not priced.

| type | | why |
| --- | --- | --- |
${reasons.join("\n")}
`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function readPage(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
