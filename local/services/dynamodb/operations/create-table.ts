import type { Operation } from "../../../kernel/operation";
import { checkMembers } from "../requests/members";
import { readBlueprint } from "../tables/blueprint";
import { describeTable } from "../tables/describe";
import { kmsKeyArn, makeTable } from "../tables/lifecycle";
import type { CreateTableInput } from "../tables/table-inputs";
import { createTableShape } from "../tables/table-shapes";
import type { Context } from "./context";

/** CreateTable; the answer says `CREATING` as AWS does, the table is there as soon as it is given. */
export function createTable(context: Context): Operation<CreateTableInput> {
  return {
    name: "CreateTable",
    access: (input) => context.access.table("CreateTable", input.TableName),
    run(raw) {
      const input = checkMembers<CreateTableInput>("CreateTable", raw, createTableShape);
      const blueprint = readBlueprint(input, context.kernel.clock.now(), kmsKeyArn(context));
      return { TableDescription: describeTable(makeTable(context, blueprint), "CREATING") };
    },
  };
}
