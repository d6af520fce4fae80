import { Logger } from "@aws-lambda-powertools/logger";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { consumeQueue } from "../../queue/consume";
import { readPriceMessage } from "../adapters/price-message";
import { priceTable } from "../adapters/price-table";
import { recordPrice } from "../domain/price";

const environment = z.object({ PRICE_TABLE: z.string().min(1) }).parse(process.env);

const client = DynamoDBDocumentClient.from(new DynamoDBClient());
const prices = priceTable({ client, tableName: environment.PRICE_TABLE });

/** Keeps the prices that the catalog announces. */
export const handler = consumeQueue({
  read: readPriceMessage,
  handle: ({ price }) => recordPrice(prices, price),
  logger: new Logger(),
});
