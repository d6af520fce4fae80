import { resourceNotFound, tableNotFound } from "./errors";
import { ExpressionCache } from "./expressions/expression-cache";
import { ClientTokens } from "./requests/client-tokens";
import type { Table } from "./storage/table";

const TABLE_ARN = /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/([^/]+)$/;

/** Everything that DynamoDB keeps. */
export class DynamoDbState {
  readonly tables = new Map<string, Table>();
  readonly tokens = new ClientTokens();
  readonly expressions = new ExpressionCache();

  /** The table of an item operation. @param name - or its ARN @throws AwsError when there is none */
  table(name: string): Table {
    const table = this.tables.get(tableName(name));
    if (table === undefined) throw resourceNotFound();
    return table;
  }

  /** The table of a control-plane operation. @param name - or its ARN @throws AwsError when there is none */
  describedTable(name: string): Table {
    const table = this.tables.get(tableName(name));
    if (table === undefined) throw tableNotFound(tableName(name));
    return table;
  }
}

/** The name of a table that a request gives by its name or its ARN. */
export function tableName(nameOrArn: string): string {
  return TABLE_ARN.exec(nameOrArn)?.[1] ?? nameOrArn;
}
