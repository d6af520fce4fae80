import { RequestSampling } from "../../modules/request-sampling";
import { refusal, synth } from "./synthesis";

const rule = (share: number) =>
  synth((scope) => new RequestSampling(scope, "sampling", { share })).one("aws_xray_sampling_rule");

describe("RequestSampling", () => {
  test("records the first request of each second and a share of the others, of this environment alone", () => {
    expect(rule(0.05)).toMatchObject({
      rule_name: "test-requests",
      service_name: "test-*",
      reservoir_size: 1,
      fixed_rate: 0.05,
    });
  });

  test("records nothing for a share of 0", () => {
    expect(rule(0)).toMatchObject({ reservoir_size: 0, fixed_rate: 0 });
  });

  test.each([-0.1, 1.1, Number.NaN])("rejects the share %d", (share) => {
    expect(refusal((scope) => new RequestSampling(scope, "sampling", { share }))).toEqual([
      `share is ${share}; it must be a number from 0 (none) to 1 (every request).`,
    ]);
  });
});
