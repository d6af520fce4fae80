import type { Operation } from "../../../kernel/operation";
import { checkMembers } from "../requests/members";
import { tableNameMember } from "../requests/shapes";
import type { Context } from "./context";

interface Input {
  readonly TableName: string;
}

/** DescribeTimeToLive */
export function describeTimeToLive({ state, access }: Context): Operation<Input> {
  return {
    name: "DescribeTimeToLive",
    traced: false,
    access: (input) => access.table("DescribeTimeToLive", input.TableName),
    run(raw) {
      const input = checkMembers<Input>("DescribeTimeToLive", raw, { TableName: tableNameMember });
      const attribute = state.describedTable(input.TableName).expiry?.attribute;
      return {
        TimeToLiveDescription:
          attribute === undefined
            ? { TimeToLiveStatus: "DISABLED" }
            : { TimeToLiveStatus: "ENABLED", AttributeName: attribute },
      };
    },
  };
}
