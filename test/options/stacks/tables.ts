import type { App } from "cdktf";
import { Table } from "../../../modules/table";
import { EnvironmentStack, type StackSettings } from "../../../stacks/environment-stack";

const SERVICE = "tables";

/** A table with every kind of key and index and paid for by capacity, and a table for each other view of the stream. */
export class TablesStack extends EnvironmentStack {
  constructor(app: App, settings: StackSettings) {
    super(app, settings, "tables", SERVICE);
    new Table(this, "ledger", {
      service: SERVICE,
      name: "ledger",
      partitionKey: "account",
      sortKey: { name: "atMs", type: "N" },
      indexes: [
        { name: "by-kind", partitionKey: "kind", sortKey: { name: "atMs", type: "N" } },
        { name: "by-day", partitionKey: "day", projection: "keys-only" },
        { name: "by-digest", partitionKey: { name: "digest", type: "B" }, projection: ["cents"] },
      ],
      ttlAttribute: "expiresAt",
      billing: { minRead: 5, maxRead: 50, minWrite: 2, maxWrite: 20, targetPercent: 60 },
      stream: "NEW_AND_OLD_IMAGES",
    });
    const views = { new: "NEW_IMAGE", old: "OLD_IMAGE", keys: "KEYS_ONLY" } as const;
    for (const [name, stream] of Object.entries(views)) {
      new Table(this, `${name}-stream`, { service: SERVICE, name, partitionKey: "id", stream });
    }
  }
}
