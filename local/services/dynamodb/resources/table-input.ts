import type { TableConfig } from "./aws-dynamodb-table";

type IndexConfig = Pick<
  TableConfig["global_secondary_index"][number],
  "name" | "projection_type" | "non_key_attributes"
>;

/** The `CreateTable` that the Terraform provider would send for these arguments, without members that are absent. */
export function tableInput(config: TableConfig): Record<string, unknown> {
  const isProvisioned = config.billing_mode === "PROVISIONED";
  return defined({
    TableName: config.name,
    AttributeDefinitions: config.attribute.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: keySchema(config.hash_key, config.range_key),
    BillingMode: config.billing_mode,
    ProvisionedThroughput: isProvisioned ? throughput(config) : undefined,
    OnDemandThroughput: onDemand(config.on_demand_throughput),
    LocalSecondaryIndexes: filled(
      config.local_secondary_index.map((index) => ({
        ...indexInput(index),
        KeySchema: keySchema(config.hash_key, index.range_key),
      })),
    ),
    GlobalSecondaryIndexes: filled(
      config.global_secondary_index.map((index) =>
        defined({
          ...indexInput(index),
          KeySchema: keySchema(index.hash_key, index.range_key),
          ProvisionedThroughput: isProvisioned ? throughput(index) : undefined,
          OnDemandThroughput: onDemand(index.on_demand_throughput),
        }),
      ),
    ),
    StreamSpecification: config.stream_enabled
      ? defined({ StreamEnabled: true, StreamViewType: config.stream_view_type || undefined })
      : undefined,
    SSESpecification:
      config.server_side_encryption?.enabled === true
        ? defined({
            Enabled: true,
            SSEType: "KMS",
            KMSMasterKeyId: config.server_side_encryption.kms_key_arn,
          })
        : undefined,
    TableClass: config.table_class,
    DeletionProtectionEnabled: config.deletion_protection_enabled,
    Tags: Object.entries(config.tags_all ?? config.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
  });
}

function indexInput(index: IndexConfig): Record<string, unknown> {
  return {
    IndexName: index.name,
    Projection: defined({
      ProjectionType: index.projection_type,
      NonKeyAttributes: filled(index.non_key_attributes ?? []),
    }),
  };
}

function keySchema(hashKey: string, rangeKey: string | undefined): readonly Record<string, string>[] {
  const partition = { AttributeName: hashKey, KeyType: "HASH" };
  return rangeKey === undefined ? [partition] : [partition, { AttributeName: rangeKey, KeyType: "RANGE" }];
}

/** The provider asks for one unit where nothing is said. */
function throughput(config: { read_capacity?: number | undefined; write_capacity?: number | undefined }) {
  return { ReadCapacityUnits: config.read_capacity ?? 1, WriteCapacityUnits: config.write_capacity ?? 1 };
}

function onDemand(config: TableConfig["on_demand_throughput"]): Record<string, unknown> | undefined {
  if (config === undefined) return undefined;
  return defined({
    MaxReadRequestUnits: config.max_read_request_units,
    MaxWriteRequestUnits: config.max_write_request_units,
  });
}

function filled<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function defined(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
