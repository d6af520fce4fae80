import { AwsError } from "../../../kernel/errors";
import { keyRestrictions } from "../expressions/key-condition";
import { bindExpressions } from "../expressions/request-expressions";
import { type DynamoDbState, tableName } from "../state";
import type { QueryInput } from "./query";

/** The partition key that a query asks for; nothing when the request is wrong, for then it fails anyway. */
export function leadingKey(state: DynamoDbState, input: QueryInput): readonly unknown[] {
  const table = state.tables.get(tableName(input.TableName));
  const key =
    input.IndexName === undefined ? table?.key : table?.indexes.get(input.IndexName)?.definition.key;
  if (key === undefined) return [];
  try {
    const { keyCondition } = bindExpressions(state.expressions, input, [
      "KeyConditionExpression",
      "FilterExpression",
      "ProjectionExpression",
    ]);
    const restriction =
      keyCondition === undefined ? undefined : keyRestrictions(keyCondition).get(key.partition.name);
    return restriction?.kind === "=" ? [restriction.value] : [];
  } catch (error) {
    if (error instanceof AwsError) return [];
    throw error;
  }
}
