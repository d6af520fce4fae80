import { Logger } from "@aws-lambda-powertools/logger";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { serveHttpApi } from "../../http/serve";
import { basketTable } from "../adapters/basket-table";
import { eventBus } from "../adapters/event-bus";
import { systemIdentity } from "../adapters/identity";
import { priceTable } from "../adapters/price-table";
import { basketRoutes } from "../adapters/routes";

const environment = z
  .object({
    BASKET_TABLE: z.string().min(1),
    PRICE_TABLE: z.string().min(1),
    EVENT_BUS_NAME: z.string().min(1),
  })
  .parse(process.env);

const logger = new Logger();
const client = DynamoDBDocumentClient.from(new DynamoDBClient(), {
  marshallOptions: { removeUndefinedValues: true },
});

const routes = basketRoutes({
  baskets: basketTable({ client, tableName: environment.BASKET_TABLE, logger }),
  prices: priceTable({ client, tableName: environment.PRICE_TABLE }),
  publisher: eventBus({ client: new EventBridgeClient(), busName: environment.EVENT_BUS_NAME, logger }),
  identity: systemIdentity,
});

/** Basket HTTP API: the baskets and their checkout. */
export const handler = serveHttpApi({ routes, logger });
