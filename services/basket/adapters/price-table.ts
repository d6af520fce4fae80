import { setTimeout as pause } from "node:timers/promises";
import { BatchGetCommand, type DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { conditionHolds } from "../../table/conditional-write";
import type { PriceReader } from "../domain/ports";
import type { KnownPrice, PriceRecorder } from "../domain/price";

export interface PriceTableOptions {
  readonly client: Pick<DynamoDBDocumentClient, "send">;
  readonly tableName: string;
}

/** A batch read may leave keys out when the table is busy; they are asked for again this often. */
const MAX_READS = 4;
const FIRST_PAUSE_MS = 25;

/** The price table on DynamoDB, key `productId`. */
export function priceTable({ client, tableName }: PriceTableOptions): PriceReader & PriceRecorder {
  return {
    async find(productIds) {
      const found: KnownPrice[] = [];
      let missing: Record<string, unknown>[] = productIds.map((productId) => ({ productId }));
      for (let read = 1; missing.length > 0; read++) {
        if (read > MAX_READS) {
          throw new Error(`Table ${tableName} left ${missing.length} prices out in ${MAX_READS} reads.`);
        }
        if (read > 1) await pause(FIRST_PAUSE_MS * 2 ** (read - 2));
        const { Responses, UnprocessedKeys } = await client.send(
          new BatchGetCommand({ RequestItems: { [tableName]: { Keys: missing, ConsistentRead: true } } }),
        );
        found.push(...((Responses?.[tableName] ?? []) as KnownPrice[]));
        missing = UnprocessedKeys?.[tableName]?.Keys ?? [];
      }
      return found;
    },

    record(price) {
      return conditionHolds(
        client.send(
          new PutCommand({
            TableName: tableName,
            Item: price,
            ConditionExpression: "attribute_not_exists(productId) OR occurredAt < :occurredAt",
            ExpressionAttributeValues: { ":occurredAt": price.occurredAt },
          }),
        ),
      );
    },
  };
}
