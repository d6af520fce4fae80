import { Logger } from "@aws-lambda-powertools/logger";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { serveHttpApi } from "../../http/serve";
import { orderReader } from "../adapters/order-table";
import { orderRoutes } from "../adapters/routes";

const environment = z
  .object({ ORDER_TABLE: z.string().min(1), USER_INDEX: z.string().min(1) })
  .parse(process.env);

const client = DynamoDBDocumentClient.from(new DynamoDBClient());
const orders = orderReader({
  client,
  tableName: environment.ORDER_TABLE,
  userIndex: environment.USER_INDEX,
});

/** Ordering HTTP API: the orders of a user, and of everybody. */
export const handler = serveHttpApi({ routes: orderRoutes(orders), logger: new Logger() });
