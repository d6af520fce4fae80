import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import { ConfigCheck } from "../config-check";
import { EnvironmentContext } from "../environment-context";
import type { Grantee } from "../permissions";
import { addAutoscaling, type ProvisionedBilling } from "./autoscaling";
import { checkTable, nameOf } from "./table-rules";

/** An attribute of a key: its name, if it is a string, or name and type (string, number, binary). */
export type TableKey = string | { readonly name: string; readonly type: "S" | "N" | "B" };

export interface TableIndex {
  /** Name of the index, 3 to 255 letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  readonly partitionKey: TableKey;
  /** @defaultValue none: one item per partition key is what a query finds first */
  readonly sortKey?: TableKey;
  /**
   * What a query of the index can read: every attribute, the keys alone, or the keys and these attributes.
   * @defaultValue "all"
   */
  readonly projection?: "all" | "keys-only" | readonly string[];
}

/** What can be done to the items of a table. */
export type TableAction =
  | "GetItem"
  | "BatchGetItem"
  | "Query"
  | "Scan"
  | "PutItem"
  | "UpdateItem"
  | "DeleteItem"
  | "BatchWriteItem"
  | "ConditionCheckItem"
  | "PartiQLSelect"
  | "PartiQLInsert"
  | "PartiQLUpdate"
  | "PartiQLDelete";

export interface TableProps {
  /** Service that owns the table, in kebab-case. */
  readonly service: string;
  /** What it holds, in kebab-case: `order`. */
  readonly name: string;
  readonly partitionKey: TableKey;
  /** @defaultValue none: the partition key alone tells items apart */
  readonly sortKey?: TableKey;
  /**
   * Global secondary indexes, at most 20.
   * @defaultValue none
   */
  readonly indexes?: readonly TableIndex[];
  /**
   * Attribute with the time, in epoch seconds, after which an item is deleted.
   * @defaultValue none: items stay
   */
  readonly ttlAttribute?: string;
  /**
   * Pay per request, or capacity that follows the load between two bounds.
   * @defaultValue "on-demand"
   */
  readonly billing?: "on-demand" | ProvisionedBilling;
  /**
   * What the stream of changes carries per item.
   * @defaultValue no stream
   */
  readonly stream?: "NEW_AND_OLD_IMAGES" | "NEW_IMAGE" | "OLD_IMAGE" | "KEYS_ONLY";
}

/** A DynamoDB table, encrypted; protection and recovery as the environment has it. */
export class Table extends Construct {
  /** Physical name. */
  readonly name: string;
  readonly arn: string;
  /** `undefined` without a stream. */
  readonly streamArn: string | undefined;
  private readonly indexArns: ReadonlyMap<string, string>;

  /** @throws ModuleConfigError when keys, indexes or capacities break DynamoDB's rules. */
  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    const context = EnvironmentContext.of(this);
    const {
      service,
      partitionKey,
      sortKey,
      indexes = [],
      ttlAttribute,
      billing = "on-demand",
      stream,
    } = props;

    const check = new ConfigCheck(this);
    this.name = check.physicalName("table", service, props.name);
    const attributes = checkTable(check, { partitionKey, sortKey, indexes, billing });
    check.done();

    const capacity = billing === "on-demand" ? undefined : billing;
    const table = new DynamodbTable(this, "table", {
      name: this.name,
      billingMode: capacity === undefined ? "PAY_PER_REQUEST" : "PROVISIONED",
      ...(capacity === undefined ? {} : { readCapacity: capacity.minRead, writeCapacity: capacity.minWrite }),
      hashKey: nameOf(partitionKey),
      ...(sortKey === undefined ? {} : { rangeKey: nameOf(sortKey) }),
      attribute: attributes.map(({ name, type }) => ({ name, type })),
      ...(indexes.length === 0
        ? {}
        : { globalSecondaryIndex: indexes.map((index) => secondaryIndex(index, capacity)) }),
      ...(ttlAttribute === undefined ? {} : { ttl: { attributeName: ttlAttribute, enabled: true } }),
      ...(stream === undefined ? {} : { streamEnabled: true, streamViewType: stream }),
      serverSideEncryption: { enabled: true },
      pointInTimeRecovery: { enabled: context.pointInTimeRecovery },
      deletionProtectionEnabled: context.deletionProtection,
      // Autoscaling moves these two; Terraform would move them back.
      ...(capacity === undefined
        ? {}
        : { lifecycle: { ignoreChanges: ["read_capacity", "write_capacity"] } }),
    });
    this.arn = table.arn;
    this.streamArn = stream === undefined ? undefined : table.streamArn;
    this.indexArns = new Map(indexes.map(({ name }) => [name, `${table.arn}/index/${name}`]));
    if (capacity !== undefined) addAutoscaling(this, table, capacity);
  }

  /** Lets `grantee` do exactly these things to the table, not to its indexes: `grant(fn, "GetItem", "PutItem")`. */
  grant(grantee: Grantee, ...actions: readonly [TableAction, ...TableAction[]]): void {
    grantee.addStatement({
      actions: actions.map((action) => `dynamodb:${action}`),
      resources: [this.arn],
    });
  }

  /**
   * Lets `grantee` query one index, and not the table.
   * @throws Error when the table has no such index
   */
  grantIndexQuery(grantee: Grantee, indexName: string): void {
    const arn = this.indexArns.get(indexName);
    if (arn === undefined) {
      const known = [...this.indexArns.keys()].join(", ") || "none";
      throw new Error(`${this.node.path}: the table has no index "${indexName}"; it has: ${known}.`);
    }
    grantee.addStatement({ actions: ["dynamodb:Query"], resources: [arn] });
  }

  /**
   * Lets `grantee` read by key and query the table and its indexes: `dynamodb:GetItem`, `BatchGetItem`, `Query`.
   * Reading everything is another matter: `grant(fn, "Scan")`.
   */
  grantRead(grantee: Grantee): void {
    this.grant(grantee, "GetItem", "BatchGetItem", "Query");
    for (const indexName of this.indexArns.keys()) this.grantIndexQuery(grantee, indexName);
  }

  /**
   * Lets `grantee` write items, alone, in batches and in transactions: `dynamodb:PutItem`, `UpdateItem`,
   * `DeleteItem`, `BatchWriteItem`, `ConditionCheckItem`.
   */
  grantWrite(grantee: Grantee): void {
    this.grant(grantee, "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "ConditionCheckItem");
  }

  /** What `grantRead` and `grantWrite` give. */
  grantReadWrite(grantee: Grantee): void {
    this.grantRead(grantee);
    this.grantWrite(grantee);
  }
}

function secondaryIndex(index: TableIndex, capacity: ProvisionedBilling | undefined) {
  const { name, partitionKey, sortKey, projection = "all" } = index;
  const named = typeof projection === "string" ? undefined : [...projection];
  return {
    name,
    hashKey: nameOf(partitionKey),
    ...(sortKey === undefined ? {} : { rangeKey: nameOf(sortKey) }),
    projectionType: named !== undefined ? "INCLUDE" : projection === "all" ? "ALL" : "KEYS_ONLY",
    ...(named === undefined ? {} : { nonKeyAttributes: named }),
    // An index that is short of capacity stops the writes of its table. Terraform cannot leave the capacity of
    // one index alone without ignoring every change of every index, so indexes do not scale: they have the most.
    ...(capacity === undefined ? {} : { readCapacity: capacity.maxRead, writeCapacity: capacity.maxWrite }),
  };
}
