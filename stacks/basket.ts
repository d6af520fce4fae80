import type { App } from "cdktf";
import { HttpApi } from "../modules/api-lambda";
import { EventBus } from "../modules/event-bus";
import { PlatformFunction } from "../modules/function";
import { Table } from "../modules/table";
import { Topic } from "../modules/topic";
import { TopicQueueChain } from "../modules/topic-queue-chain";
import { PRICE_EVENT_TYPE_ATTRIBUTE, PRICE_EVENT_TYPES } from "../services/contracts/event-names";
import { EnvironmentStack, type StackSettings } from "./environment-stack";
import { EVENT_BUS, PRICE_CHANGES } from "./names";
import type { TokenIssuer } from "./platform";

const SERVICE = "basket";

/** What the basket takes from other stacks. */
export interface BasketInputs {
  /** Whose tokens open the API. */
  readonly tokenIssuer: TokenIssuer;
}

/** The basket service: its HTTP API and tables, and the consumer of the catalog's prices. */
export class BasketStack extends EnvironmentStack {
  constructor(app: App, settings: StackSettings, { tokenIssuer }: BasketInputs) {
    super(app, settings, "basket", SERVICE);
    const prices = new Table(this, "price-table", {
      service: SERVICE,
      name: "price",
      partitionKey: "productId",
    });

    this.addApi(prices, tokenIssuer);
    this.addPriceConsumer(prices);
  }

  private addApi(prices: Table, jwt: TokenIssuer): void {
    const baskets = new Table(this, "basket-table", {
      service: SERVICE,
      name: "basket",
      partitionKey: "userName",
      ttlAttribute: "expiresAt",
    });
    const bus = EventBus.fromName(this, "event-bus", EVENT_BUS);

    const handler = new PlatformFunction(this, "basket-api-function", {
      service: SERVICE,
      name: "api",
      handler: "services/basket/handlers/api.ts",
      environment: {
        BASKET_TABLE: baskets.name,
        PRICE_TABLE: prices.name,
        EVENT_BUS_NAME: bus.name,
      },
      ...this.apiConcurrency,
    });
    baskets.grant(handler, "GetItem", "PutItem", "UpdateItem", "DeleteItem", "Scan");
    prices.grant(handler, "BatchGetItem");
    bus.grantPut(handler);

    const api = new HttpApi(this, "basket-api", {
      service: SERVICE,
      name: "api",
      handler,
      routes: [
        { method: "GET", path: "/basket", auth: "jwt" },
        { method: "POST", path: "/basket", auth: "jwt" },
        { method: "GET", path: "/basket/{userName}", auth: "jwt" },
        { method: "DELETE", path: "/basket/{userName}", auth: "jwt" },
        { method: "POST", path: "/basket/checkout", auth: "jwt" },
      ],
      jwt,
      ...this.cors,
    });
    this.output("basket_api_url", api.url, "Base URL of the basket API; /basket is appended.");
  }

  private addPriceConsumer(prices: Table): void {
    const consumer = new PlatformFunction(this, "price-changes-function", {
      service: SERVICE,
      name: "price-changes",
      handler: "services/basket/handlers/price-changes.ts",
      environment: { PRICE_TABLE: prices.name },
    });
    prices.grant(consumer, "PutItem");

    new TopicQueueChain(this, "price-changes", {
      service: SERVICE,
      name: "price-changes",
      source: {
        topicArn: Topic.arnOf(this, PRICE_CHANGES.service, PRICE_CHANGES.name),
        filterPolicy: { [PRICE_EVENT_TYPE_ATTRIBUTE]: PRICE_EVENT_TYPES },
      },
      consumer,
      maxConcurrency: this.environment.concurrency.consumerMaximum,
    });
  }
}
