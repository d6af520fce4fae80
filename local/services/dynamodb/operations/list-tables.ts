import type { Operation } from "../../../kernel/operation";
import { checkMembers } from "../requests/members";
import { integer, text } from "../requests/scalar-members";
import type { Context } from "./context";

interface Input {
  readonly ExclusiveStartTableName?: string;
  readonly Limit?: number;
}

const MOST_NAMES = 100;

const SHAPE = {
  ExclusiveStartTableName: text({ pattern: "[a-zA-Z0-9_.-]+", least: 3, most: 255 }),
  Limit: integer({ least: 1, most: MOST_NAMES }),
};

/** ListTables; the names in their order, where AWS's are in none. */
export function listTables({ state }: Context): Operation<Input> {
  return {
    name: "ListTables",
    traced: false,
    access: () => [{ action: "dynamodb:ListTables", resource: "*" }],
    run(raw) {
      const input = checkMembers<Input>("ListTables", raw, SHAPE);
      const start = input.ExclusiveStartTableName ?? "";
      const names = [...state.tables.keys()].sort().filter((name) => name > start);
      const page = names.slice(0, input.Limit ?? MOST_NAMES);
      const last = page.at(-1);
      const isCut = page.length < names.length;
      return { TableNames: page, ...(isCut && last !== undefined ? { LastEvaluatedTableName: last } : {}) };
    },
  };
}
