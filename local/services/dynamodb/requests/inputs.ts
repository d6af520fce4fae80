import type { ExpressionInput } from "../expressions/request-expressions";

/** What every operation that reads or writes items may ask for. */
export interface ReportInput {
  readonly ReturnConsumedCapacity?: "INDEXES" | "TOTAL" | "NONE";
  readonly ReturnItemCollectionMetrics?: "SIZE" | "NONE";
}

/** One write of an item, as an operation of its own or as a part of a transaction. */
export interface WriteInput extends ExpressionInput {
  readonly TableName: string;
  readonly ReturnValuesOnConditionCheckFailure?: "ALL_OLD" | "NONE";
}

export interface PutInput extends WriteInput {
  readonly Item: unknown;
}

export interface KeyedWriteInput extends WriteInput {
  readonly Key: unknown;
}

/** One read of an item, as an operation of its own or as a part of a transaction. */
export interface GetInput extends ExpressionInput {
  readonly TableName: string;
  readonly Key: unknown;
  readonly ConsistentRead?: boolean;
}

/** What `Query` and `Scan` share. */
export interface ReadInput extends ExpressionInput, ReportInput {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly Limit?: number;
  readonly ConsistentRead?: boolean;
  readonly ExclusiveStartKey?: unknown;
  readonly Select?: "ALL_ATTRIBUTES" | "ALL_PROJECTED_ATTRIBUTES" | "SPECIFIC_ATTRIBUTES" | "COUNT";
}
