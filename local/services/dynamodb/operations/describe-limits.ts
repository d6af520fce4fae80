import type { Operation } from "../../../kernel/operation";
import { checkMembers } from "../requests/members";

/** DescribeLimits: the quotas of a new account; none of them is enforced. */
export function describeLimits(): Operation {
  return {
    name: "DescribeLimits",
    traced: false,
    access: () => [{ action: "dynamodb:DescribeLimits", resource: "*" }],
    run(raw) {
      checkMembers("DescribeLimits", raw, {});
      return {
        AccountMaxReadCapacityUnits: 80_000,
        AccountMaxWriteCapacityUnits: 80_000,
        TableMaxReadCapacityUnits: 40_000,
        TableMaxWriteCapacityUnits: 40_000,
      };
    },
  };
}
