import type { Kernel } from "../../kernel/kernel";
import type { Service } from "../../kernel/service";
import { batchGetItem } from "./operations/batch-get-item";
import { batchWriteItem } from "./operations/batch-write-item";
import type { Context } from "./operations/context";
import { createTable } from "./operations/create-table";
import { deleteItem } from "./operations/delete-item";
import { deleteTable } from "./operations/delete-table";
import { describeContinuousBackups } from "./operations/describe-continuous-backups";
import { describeLimits } from "./operations/describe-limits";
import { describeTable } from "./operations/describe-table";
import { describeTimeToLive } from "./operations/describe-time-to-live";
import { executeStatement } from "./operations/execute-statement";
import { getItem } from "./operations/get-item";
import { listTables } from "./operations/list-tables";
import { listTagsOfResource } from "./operations/list-tags-of-resource";
import { putItem } from "./operations/put-item";
import { query } from "./operations/query";
import { scan } from "./operations/scan";
import { tagResource } from "./operations/tag-resource";
import { transactGetItems } from "./operations/transact-get-items";
import { transactWriteItems } from "./operations/transact-write-items";
import { untagResource } from "./operations/untag-resource";
import { updateContinuousBackups } from "./operations/update-continuous-backups";
import { updateItem } from "./operations/update-item";
import { updateTable } from "./operations/update-table";
import { updateTimeToLive } from "./operations/update-time-to-live";
import { TableAccess } from "./requests/access";
import { tableResource } from "./resources/aws-dynamodb-table";
import { tableItemResource } from "./resources/aws-dynamodb-table-item";
import { DynamoDbState } from "./state";
import type { ChangeLog } from "./storage/change-log";
import { plainItem } from "./values/plain";

/** DynamoDB, and what tests, the console and other services may see of it. */
export interface DynamoDbService extends Service {
  /** The names of all tables. */
  tableNames(): readonly string[];
  /**
   * The items of a table as plain objects, in the order of a scan.
   * @throws AwsError `ResourceNotFoundException`
   */
  inspect(tableName: string): readonly Record<string, unknown>[];
  /** What a table's stream is made of; undefined when its stream is not enabled. */
  changes(tableName: string): ChangeLog | undefined;
}

/**
 * DynamoDB: tables, indexes, expressions, transactions, time to live.
 *
 * It differs from AWS's on purpose in this:
 * - Reads of global indexes see every write at once, and eventually consistent reads are consistent.
 * - Tables and indexes can be used at once, though answers say `CREATING`, `UPDATING` or `DELETING`.
 * - Nothing is throttled, and no transactions conflict, since operations run one at a time.
 * - Expired items go a minute after their time (`EXPIRY_DELAY_MS`), where AWS takes up to some days.
 * - Time to live, billing and streams can be changed as often as one likes.
 * - Counts and sizes of tables are those of the moment, and names are listed in order.
 * - Recovery, encryption and table classes are shown, and nothing more. Of a stream there are its ARN and its
 *   changes (`changes`), no API that reads them.
 * - Of PartiQL there are `SELECT` statements, one at a time; statements that change data and `ORDER BY` are refused.
 * - Global tables, backups, imports and exports are unknown operations. Members that are not modelled and the
 *   parameters from before expressions (`Expected`, `KeyConditions`, ...) are refused by name.
 */
export function dynamodb(kernel: Kernel): DynamoDbService {
  const state = new DynamoDbState();
  const context: Context = { kernel, state, access: new TableAccess(kernel, state) };
  return {
    name: "dynamodb",
    protocol: { kind: "json", target: "DynamoDB_20120810", version: "1.0" },
    operations: [
      createTable(context),
      deleteTable(context),
      describeTable(context),
      updateTable(context),
      listTables(context),
      putItem(context),
      getItem(context),
      updateItem(context),
      deleteItem(context),
      query(context),
      scan(context),
      executeStatement(context),
      batchGetItem(context),
      batchWriteItem(context),
      transactGetItems(context),
      transactWriteItems(context),
      describeTimeToLive(context),
      updateTimeToLive(context),
      describeContinuousBackups(context),
      updateContinuousBackups(context),
      describeLimits(),
      tagResource(context),
      untagResource(context),
      listTagsOfResource(context),
    ],
    resources: [tableResource(context), tableItemResource(context)],
    tableNames: () => [...state.tables.keys()],
    inspect: (tableName) => [...state.describedTable(tableName).items()].map(plainItem),
    changes: (tableName) => state.describedTable(tableName).changes,
    close: async () => {
      for (const table of state.tables.values()) table.setExpiry(undefined);
    },
  };
}
