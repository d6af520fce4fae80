import { Logger } from "@aws-lambda-powertools/logger";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { consumeQueue } from "../../queue/consume";
import { readCheckoutMessage } from "../adapters/checkout-message";
import { orderRecorder } from "../adapters/order-table";
import { placeOrder } from "../domain/order";

const environment = z.object({ ORDER_TABLE: z.string().min(1) }).parse(process.env);

const client = DynamoDBDocumentClient.from(new DynamoDBClient(), {
  marshallOptions: { removeUndefinedValues: true },
});
const orders = orderRecorder({ client, tableName: environment.ORDER_TABLE });

/** Makes one order of each checkout. */
export const handler = consumeQueue({
  read: readCheckoutMessage,
  handle: (event) => placeOrder(orders, event),
  logger: new Logger(),
});
