import { readCostNote } from "../../../cli/cost/read-cost-note";
import { FREE, METERS, NOT_PRICED } from "../../../cli/cost/resource-types";
import { loadEnvironments } from "../../../environments";
import { loadStacks } from "../../../local/terraform/stacks";
import { SYNTHESIZED_STACKS } from "../../synthesized-stacks";

const environments = loadEnvironments({}).map(({ name }) => name);

describe.each(environments)("the stacks of %s", (environment) => {
  const note = readCostNote(SYNTHESIZED_STACKS, environment);

  it("have no type of which the note does not know whether it costs", () => {
    const types = loadStacks(SYNTHESIZED_STACKS, `${environment}-`).flatMap(({ template }) =>
      Object.keys(template.resource ?? {}),
    );
    const unknown = types.filter((type) => !METERS.has(type) && !FREE.has(type) && !NOT_PRICED.has(type));

    expect([...new Set(unknown)]).toEqual([]);
  });

  it("have all the traffic that their environment states, and no other", () => {
    expect(note.warnings).toEqual([]);
  });

  it("cost something each", () => {
    expect(note.stacks.filter(({ after }) => after === 0)).toEqual([]);
    expect(note.total.before).toBeNull();
  });

  it("lead the checkouts to ordering, and prices to the basket", () => {
    const used = (resource: string) =>
      note.lines.find(({ type, resource: name }) => type === "aws_sqs_queue" && name === resource)?.quantity;
    const { "basket-api": basket, "product-api": product } = note.traffic.apis;

    expect(used(`${environment}-ordering-checkout`)).toBeCloseTo(
      (basket?.requestsPerMonth ?? 0) * (basket?.eventShare ?? 0) * 3,
      6,
    );
    expect(used(`${environment}-basket-price-changes`)).toBeCloseTo(
      (product?.requestsPerMonth ?? 0) * (product?.eventShare ?? 0) * 3,
      6,
    );
  });

  it("stay within every limit at the stated peak", () => {
    expect(note.limits.filter(({ used, limit }) => used > limit)).toEqual([]);
    expect(note.firstQuota).not.toBeNull();
  });
});
