import { Logger } from "@aws-lambda-powertools/logger";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SNSClient } from "@aws-sdk/client-sns";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { currency } from "../../contracts/money";
import { serveRest } from "../../http/serve";
import { systemIdentity } from "../adapters/identity";
import { priceTopic } from "../adapters/price-topic";
import { productTable } from "../adapters/product-table";
import { productRoutes } from "../adapters/routes";

const environment = z
  .object({
    PRODUCT_TABLE: z.string().min(1),
    CATEGORY_INDEX: z.string().min(1),
    PRICE_TOPIC_ARN: z.string().min(1),
    CURRENCY: currency,
    /** Origins of browser pages, separated by commas. */
    CORS_ORIGINS: z.string().default(""),
  })
  .parse(process.env);

const logger = new Logger();
const client = DynamoDBDocumentClient.from(new DynamoDBClient(), {
  marshallOptions: { removeUndefinedValues: true },
});

const routes = productRoutes({
  products: productTable({
    client,
    tableName: environment.PRODUCT_TABLE,
    categoryIndex: environment.CATEGORY_INDEX,
    logger,
  }),
  announcer: priceTopic({ client: new SNSClient(), topicArn: environment.PRICE_TOPIC_ARN, logger }),
  identity: systemIdentity,
  defaultCurrency: environment.CURRENCY,
});

/** Product REST API: CRUD and search by category. */
export const handler = serveRest({
  routes,
  logger,
  allowedOrigins: environment.CORS_ORIGINS.split(",").filter((origin) => origin !== ""),
});
