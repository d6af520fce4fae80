import { figureIn, PRICED_REGIONS, PRICES, type Price, type PriceId } from "../../../cli/cost/prices";
import { defaultQuota, QUOTAS, type Quota } from "../../../cli/cost/quotas";

const AWS_PAGE = /^https:\/\/((aws|docs\.aws)\.amazon\.com|pricing\.us-east-1\.amazonaws\.com)\/.+/;

function isPastDay(day: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && new Date(day).getTime() <= Date.now();
}

describe("the price table", () => {
  it.each(Object.entries<Price>(PRICES))("has a page of AWS and a day for every figure of %s", (_, price) => {
    expect(price.figures).not.toHaveLength(0);
    for (const { source, asOf, usd } of price.figures) {
      expect(source).toMatch(AWS_PAGE);
      expect(isPastDay(asOf)).toBe(true);
      expect(usd).toBeGreaterThan(0);
    }
  });

  it("has one figure for a price and region at most", () => {
    for (const { figures } of Object.values<Price>(PRICES)) {
      const regions = figures.map(({ region }) => region);
      expect(new Set(regions).size).toBe(regions.length);
    }
  });

  it("reads a figure of a price list from the list of its region", () => {
    const listed = Object.values<Price>(PRICES)
      .flatMap(({ figures }) => figures)
      .filter(({ source }) => source.includes("/offers/"));

    for (const { source, region } of listed) expect(source).toContain(`/current/${region}/`);
  });

  it("covers the regions of the environments and two more", () => {
    expect(PRICED_REGIONS).toEqual(["eu-central-1", "eu-west-1", "us-east-1"]);
  });

  it("knows no figure of a region that nobody has looked up", () => {
    const ids = Object.keys(PRICES) as PriceId[];
    expect(ids.map((id) => figureIn(id, "ap-south-1"))).toEqual(ids.map(() => undefined));
  });
});

describe("the quota table", () => {
  it.each(Object.entries<Quota>(QUOTAS))("has a page of AWS and a day for %s", (_, quota) => {
    expect(quota.source).toMatch(AWS_PAGE);
    expect(isPastDay(quota.asOf)).toBe(true);
    expect(quota.value).toBeGreaterThan(0);
  });

  it.each([
    ["eu-central-1", 1_500],
    ["us-east-1", 30_000],
    ["eu-north-1", 300],
  ])("grants %s %d published messages per second", (region, expected) => {
    expect(defaultQuota("sns-publish", region)).toBe(expected);
  });
});
