import { AwsError } from "../../../kernel/errors";
import type { Operation } from "../../../kernel/operation";
import { checkMembers } from "../requests/members";
import { tableNameMember } from "../requests/shapes";
import { type DynamoDbState, tableName } from "../state";
import type { Table } from "../storage/table";
import { describeBackups } from "../tables/describe";
import type { Context } from "./context";

interface Input {
  readonly TableName: string;
}

/** DescribeContinuousBackups */
export function describeContinuousBackups({ kernel, state, access }: Context): Operation<Input> {
  return {
    name: "DescribeContinuousBackups",
    traced: false,
    access: (input) => access.table("DescribeContinuousBackups", input.TableName),
    run(raw) {
      const input = checkMembers<Input>("DescribeContinuousBackups", raw, { TableName: tableNameMember });
      return describeBackups(backedUpTable(state, input.TableName), kernel.clock.now());
    },
  };
}

/** The table of an operation on backups, which have an error of their own. @throws AwsError */
export function backedUpTable(state: DynamoDbState, name: string): Table {
  const table = state.tables.get(tableName(name));
  if (table !== undefined) return table;
  throw new AwsError("TableNotFoundException", `Table not found: ${tableName(name)}`);
}
