import type { Operation } from "../../../kernel/operation";
import { checkMembers } from "../requests/members";
import { tableNameMember } from "../requests/shapes";
import { describeTable as describe } from "../tables/describe";
import type { Context } from "./context";

interface Input {
  readonly TableName: string;
}

/** DescribeTable; counts and sizes are those of the moment, where AWS's are some hours old. */
export function describeTable({ state, access }: Context): Operation<Input> {
  return {
    name: "DescribeTable",
    traced: false,
    access: (input) => access.table("DescribeTable", input.TableName),
    run(raw) {
      const input = checkMembers<Input>("DescribeTable", raw, { TableName: tableNameMember });
      return { Table: describe(state.describedTable(input.TableName)) };
    },
  };
}
