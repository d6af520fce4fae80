import type { Operation } from "../../../kernel/operation";
import { validationError } from "../errors";
import { CapacityMeter } from "../requests/capacity";
import type { KeyedWriteInput, PutInput, ReportInput } from "../requests/inputs";
import { checkMembers } from "../requests/members";
import {
  type CancellationReason,
  checkDistinctItems,
  checkReasons,
  forEachPart,
} from "../requests/transaction";
import { list, member } from "../requests/unchecked";
import { WriteReport } from "../requests/write-report";
import {
  commit,
  conditionHolds,
  type PlannedWrite,
  readConditionCheck,
  readDelete,
  readPut,
  readUpdate,
  type WriteRequest,
} from "../requests/writes";
import type { DynamoDbState } from "../state";
import type { Written } from "../storage/table";
import type { Item } from "../values/attribute-value";
import { itemBytes } from "../values/size";
import type { Context } from "./context";
import { transactWriteShape } from "./transact-write-shape";

/** One part of a transaction: exactly one of these. */
export interface TransactWritePart {
  readonly ConditionCheck?: KeyedWriteInput;
  readonly Put?: PutInput;
  readonly Delete?: KeyedWriteInput;
  readonly Update?: KeyedWriteInput;
}

type Input = ReportInput & {
  readonly TransactItems: readonly TransactWritePart[];
  readonly ClientRequestToken?: string;
};

const MOST_BYTES = 4 * 1_048_576;

/** What IAM is asked for each kind of part. */
const ACTIONS = [
  ["ConditionCheck", "ConditionCheckItem"],
  ["Put", "PutItem"],
  ["Delete", "DeleteItem"],
  ["Update", "UpdateItem"],
] as const;

/** TransactWriteItems: all or nothing. Operations run one at a time here, so no two transactions ever conflict. */
export function transactWriteItems({ kernel, state, access }: Context): Operation<Input> {
  return {
    name: "TransactWriteItems",
    access: (input) =>
      list(input.TransactItems).flatMap((part) =>
        ACTIONS.flatMap(([name, action]) => {
          const write = member(part, name);
          const key = member(write, name === "Put" ? "Item" : "Key");
          return access.table(action, member(write, "TableName"), [key]);
        }),
      ),
    run(raw) {
      const input = checkMembers<Input>("TransactWriteItems", raw, transactWriteShape);
      const now = kernel.clock.now();
      const requests = input.TransactItems.map((part) => readPart(state, part));
      const isRepeated = state.tokens.isRepetition(input.ClientRequestToken, input.TransactItems, now);
      const located = requests.map((request) => ({ request, table: state.table(request.tableName) }));
      const writes = forEachPart(located, ({ request, table }) => request.plan(table));
      if (isRepeated) return answerRepeated(input, writes);
      checkDistinctItems(writes);
      const prepared = prepare(writes);
      const answer = commitAll(input, prepared, now);
      state.tokens.remember(input.ClientRequestToken, input.TransactItems, now);
      return answer;
    },
  };
}

interface Prepared {
  readonly write: PlannedWrite;
  readonly after: Item | undefined;
}

function readPart(state: DynamoDbState, part: TransactWritePart): WriteRequest {
  const { ConditionCheck: check, Put: put, Delete: deletion, Update: update } = part;
  if ([check, put, deletion, update].filter((one) => one !== undefined).length > 1) {
    throw validationError("TransactItems can only contain one of Check, Put, Update or Delete");
  }
  if (check !== undefined) return readConditionCheck(state, check);
  if (put !== undefined) return readPut(state, put);
  if (deletion !== undefined) return readDelete(state, deletion);
  if (update !== undefined) return readUpdate(state, update);
  throw validationError(
    "The action or operation requested is invalid. Verify that the action is typed correctly.",
  );
}

/** Evaluates every condition, then every update, before anything is stored. */
function prepare(writes: readonly PlannedWrite[]): readonly Prepared[] {
  const current = writes.map((write) => ({ write, before: write.table.find(write.key)?.item }));
  checkReasons(
    current.map(({ write, before }): CancellationReason | undefined => {
      if (conditionHolds(write, before)) return undefined;
      const reason = { Code: "ConditionalCheckFailed", Message: "The conditional request failed" } as const;
      return write.showsItem && before !== undefined ? { ...reason, Item: before } : reason;
    }),
  );
  const prepared = forEachPart(current, ({ write, before }) => ({ write, after: write.after(before) }));
  const bytes = prepared.reduce(
    (sum, { write, after }) => sum + (write.writes && after !== undefined ? itemBytes(after) : 0),
    0,
  );
  if (bytes > MOST_BYTES) {
    throw validationError("Aggregate size of the items in the transaction: size cannot exceed 4 MB");
  }
  return prepared;
}

function commitAll(input: Input, prepared: readonly Prepared[], now: number): Record<string, unknown> {
  const report = new WriteReport(input, true);
  for (const { write, after } of prepared) {
    report.add(write.table, write.writes ? commit(write, after, now) : untouched(after));
  }
  return report.byTable();
}

/** A condition check counts like a write of the item that it looks at. */
function untouched(item: Item | undefined): Written {
  const bytes = item === undefined ? 0 : itemBytes(item);
  return { before: item, after: item, oldBytes: bytes, newBytes: bytes, indexes: new Map() };
}

/** A repetition costs the reads that find out that there is nothing to do. */
function answerRepeated(input: Input, writes: readonly PlannedWrite[]): Record<string, unknown> {
  const capacity = new CapacityMeter(input.ReturnConsumedCapacity, "read", true);
  for (const { table, key } of writes) capacity.read(table, table.find(key)?.bytes ?? 0, true);
  const consumed = capacity.list();
  return consumed === undefined ? {} : { ConsumedCapacity: consumed };
}
