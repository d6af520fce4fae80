import type { Operation } from "../../../kernel/operation";
import { checkMembers } from "../requests/members";
import { tableNameMember } from "../requests/shapes";
import { describeTable } from "../tables/describe";
import { dropTable } from "../tables/lifecycle";
import type { Context } from "./context";

interface Input {
  readonly TableName: string;
}

/** DeleteTable; the answer says `DELETING` as AWS does, the table is gone as soon as it is given. */
export function deleteTable(context: Context): Operation<Input> {
  return {
    name: "DeleteTable",
    access: (input) => context.access.table("DeleteTable", input.TableName),
    run(raw) {
      const input = checkMembers<Input>("DeleteTable", raw, { TableName: tableNameMember });
      const table = context.state.describedTable(input.TableName);
      dropTable(context, table);
      return { TableDescription: describeTable(table, "DELETING") };
    },
  };
}
