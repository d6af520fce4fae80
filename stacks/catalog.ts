import type { App } from "cdktf";
import { RestApi } from "../modules/api-lambda";
import { PlatformFunction } from "../modules/function";
import { Table } from "../modules/table";
import { Topic } from "../modules/topic";
import { EnvironmentStack, type StackSettings } from "./environment-stack";
import { PRICE_CHANGES } from "./names";

const SERVICE = "product";
const BY_CATEGORY = "by-category";

/** What the catalog takes from other stacks. */
export interface CatalogInputs {
  /** The pool whose users may change products. */
  readonly userPoolArn: string;
}

/** The product service: its REST API and table, and the topic on which it announces prices. */
export class CatalogStack extends EnvironmentStack {
  constructor(app: App, settings: StackSettings, { userPoolArn }: CatalogInputs) {
    super(app, settings, "catalog", SERVICE);

    const products = new Table(this, "product-table", {
      service: SERVICE,
      name: "product",
      partitionKey: "id",
      indexes: [{ name: BY_CATEGORY, partitionKey: "category", sortKey: "id" }],
      ttlAttribute: "expiresAt",
    });
    const priceChanges = new Topic(this, "price-changes", PRICE_CHANGES);

    const handler = new PlatformFunction(this, "product-api-function", {
      service: SERVICE,
      name: "api",
      handler: "services/product/handlers/api.ts",
      environment: {
        PRODUCT_TABLE: products.name,
        CATEGORY_INDEX: BY_CATEGORY,
        PRICE_TOPIC_ARN: priceChanges.arn,
        CURRENCY: this.environment.currency,
      },
      ...this.apiConcurrency,
    });
    products.grant(handler, "GetItem", "PutItem", "UpdateItem", "Scan");
    products.grantIndexQuery(handler, BY_CATEGORY);
    priceChanges.grantPublish(handler);

    const open = { auth: "none", reason: "Anyone may look at the catalog before signing up." } as const;
    // The edge refuses what is no object; the handler names each wrong field, which the edge cannot.
    const write = { auth: "user", requestModel: { type: "object" } } as const;
    const api = new RestApi(this, "product-api", {
      service: SERVICE,
      name: "api",
      handler,
      routes: [
        { method: "GET", path: "/product", ...open },
        { method: "GET", path: "/product/{id}", ...open },
        { method: "POST", path: "/product", ...write },
        { method: "PUT", path: "/product/{id}", ...write },
        { method: "DELETE", path: "/product/{id}", auth: "user" },
      ],
      ...this.cors,
      userPoolArns: [userPoolArn],
    });
    this.output("product_api_url", api.url, "Base URL of the product API; /product is appended.");
  }
}
