import type { App } from "cdktf";
import { HttpApi } from "../modules/api-lambda";
import { EventBus } from "../modules/event-bus";
import { PlatformFunction } from "../modules/function";
import { Table } from "../modules/table";
import { TopicQueueChain } from "../modules/topic-queue-chain";
import { CHECKOUT_BASKET } from "../services/contracts/event-names";
import { EnvironmentStack, type StackSettings } from "./environment-stack";
import { EVENT_BUS } from "./names";
import type { TokenIssuer } from "./platform";

const SERVICE = "ordering";
const BY_USER = "by-user";

/** What ordering takes from other stacks. */
export interface OrderingInputs {
  /** Whose tokens open the API. */
  readonly tokenIssuer: TokenIssuer;
}

/** The ordering service: its HTTP API and table, and the consumer that makes orders of checkouts. */
export class OrderingStack extends EnvironmentStack {
  constructor(app: App, settings: StackSettings, { tokenIssuer }: OrderingInputs) {
    super(app, settings, "ordering", SERVICE);
    const orders = new Table(this, "order-table", {
      service: SERVICE,
      name: "order",
      partitionKey: "orderId",
      indexes: [{ name: BY_USER, partitionKey: "userName", sortKey: "orderDate" }],
    });

    this.addApi(orders, tokenIssuer);
    this.addCheckoutConsumer(orders);
  }

  private addApi(orders: Table, jwt: TokenIssuer): void {
    const handler = new PlatformFunction(this, "ordering-api-function", {
      service: SERVICE,
      name: "api",
      handler: "services/ordering/handlers/api.ts",
      environment: { ORDER_TABLE: orders.name, USER_INDEX: BY_USER },
      ...this.apiConcurrency,
    });
    orders.grant(handler, "Scan");
    orders.grantIndexQuery(handler, BY_USER);

    const api = new HttpApi(this, "ordering-api", {
      service: SERVICE,
      name: "api",
      handler,
      routes: [
        { method: "GET", path: "/order", auth: "jwt" },
        { method: "GET", path: "/order/{userName}", auth: "jwt" },
      ],
      jwt,
      ...this.cors,
    });
    this.output("order_api_url", api.url, "Base URL of the ordering API; /order is appended.");
  }

  private addCheckoutConsumer(orders: Table): void {
    const consumer = new PlatformFunction(this, "checkout-function", {
      service: SERVICE,
      name: "checkout",
      handler: "services/ordering/handlers/checkout.ts",
      environment: { ORDER_TABLE: orders.name },
    });
    orders.grant(consumer, "PutItem");

    new TopicQueueChain(this, "checkout", {
      service: SERVICE,
      name: "checkout",
      source: {
        bus: EventBus.fromName(this, "event-bus", EVENT_BUS),
        pattern: { source: [CHECKOUT_BASKET.source], "detail-type": [CHECKOUT_BASKET.detailType] },
      },
      consumer,
      maxConcurrency: this.environment.concurrency.consumerMaximum,
    });
  }
}
