import type { Operation } from "../../../kernel/operation";
import { validationError } from "../errors";
import { checkMembers, required, structure } from "../requests/members";
import { flag, text } from "../requests/scalar-members";
import { tableNameMember } from "../requests/shapes";
import { setTimeToLive } from "../tables/lifecycle";
import type { Context } from "./context";

interface Input {
  readonly TableName: string;
  readonly TimeToLiveSpecification: { readonly AttributeName: string; readonly Enabled: boolean };
}

const SHAPE = {
  TableName: tableNameMember,
  TimeToLiveSpecification: required(
    structure({ AttributeName: required(text({ least: 1, most: 255 })), Enabled: required(flag) }),
  ),
};

/** UpdateTimeToLive; may be called as often as one likes, where AWS allows one change in half an hour. */
export function updateTimeToLive(context: Context): Operation<Input> {
  return {
    name: "UpdateTimeToLive",
    access: (input) => context.access.table("UpdateTimeToLive", input.TableName),
    run(raw) {
      const input = checkMembers<Input>("UpdateTimeToLive", raw, SHAPE);
      const table = context.state.describedTable(input.TableName);
      const { AttributeName: attribute, Enabled: enabled } = input.TimeToLiveSpecification;
      const current = table.expiry?.attribute;
      if (current === undefined && !enabled) throw validationError("TimeToLive is already disabled");
      if (current !== undefined && current !== attribute) {
        throw validationError(
          `TimeToLive is active on a different AttributeName: current AttributeName is ${current}`,
        );
      }
      if (current !== undefined && enabled) throw validationError("TimeToLive is already enabled");
      setTimeToLive(context, table, enabled ? attribute : undefined);
      return { TimeToLiveSpecification: { Enabled: enabled, AttributeName: attribute } };
    },
  };
}
