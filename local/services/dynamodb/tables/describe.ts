import { type KeySchema, keyAttributes } from "../storage/key-schema";
import type { OnDemandThroughput, SecondaryIndex, Throughput } from "../storage/secondary-index";
import type { Table } from "../storage/table";
import { streamArn } from "./lifecycle";

/** What tables may say of themselves; locally they are `ACTIVE` as soon as the call that changes them has ended. */
export type TableStatus = "ACTIVE" | "CREATING" | "UPDATING" | "DELETING";

/** A table as `DescribeTable` shows it. */
export function describeTable(table: Table, status: TableStatus = "ACTIVE"): Record<string, unknown> {
  const { settings, changes } = table;
  const indexes = [...table.indexes.values()];
  const locals = indexes.filter(({ definition }) => definition.kind === "local");
  const globals = indexes.filter(({ definition }) => definition.kind === "global");
  return {
    AttributeDefinitions: attributeDefinitions(table),
    TableName: table.name,
    KeySchema: keySchema(table.key),
    TableStatus: status,
    CreationDateTime: table.createdMs / 1_000,
    ProvisionedThroughput: throughput(settings.throughput),
    TableSizeBytes: table.bytes,
    ItemCount: table.itemCount,
    TableArn: table.arn,
    TableId: table.id,
    ...(settings.onDemandSinceMs === undefined
      ? {}
      : {
          BillingModeSummary: {
            BillingMode: settings.billingMode,
            LastUpdateToPayPerRequestDateTime: settings.onDemandSinceMs / 1_000,
          },
        }),
    ...onDemand(settings.onDemandThroughput),
    ...(locals.length === 0
      ? {}
      : { LocalSecondaryIndexes: locals.map((index) => describeIndex(table, index)) }),
    ...(globals.length === 0
      ? {}
      : {
          GlobalSecondaryIndexes: globals.map((index) => ({
            ...describeIndex(table, index),
            IndexStatus: "ACTIVE",
            ProvisionedThroughput: throughput(index.definition.throughput ?? { read: 0, write: 0 }),
            ...onDemand(index.definition.onDemandThroughput),
          })),
        }),
    ...(changes === undefined
      ? {}
      : {
          StreamSpecification: { StreamEnabled: true, StreamViewType: changes.viewType },
          LatestStreamLabel: changes.label,
          LatestStreamArn: streamArn(table),
        }),
    ...(settings.encryption === undefined
      ? {}
      : {
          SSEDescription: {
            Status: "ENABLED",
            SSEType: "KMS",
            KMSMasterKeyArn: settings.encryption.kmsKeyArn,
          },
        }),
    ...(settings.tableClass === "STANDARD" ? {} : { TableClassSummary: { TableClass: settings.tableClass } }),
    DeletionProtectionEnabled: settings.deletionProtection,
  };
}

/** Point-in-time recovery as `DescribeContinuousBackups` shows it; nothing can be restored locally. */
export function describeBackups(table: Table, nowMs: number): Record<string, unknown> {
  const { recovery } = table.settings;
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription:
        recovery === undefined
          ? { PointInTimeRecoveryStatus: "DISABLED" }
          : {
              PointInTimeRecoveryStatus: "ENABLED",
              RecoveryPeriodInDays: recovery.periodDays,
              EarliestRestorableDateTime: recovery.enabledMs / 1_000,
              LatestRestorableDateTime: Math.max(recovery.enabledMs, nowMs - RECOVERY_LAG_MS) / 1_000,
            },
    },
  };
}

/** AWS can restore a table to any moment up to this long ago. */
const RECOVERY_LAG_MS = 300_000;

function describeIndex(
  table: Table,
  { definition, bytes, itemCount }: SecondaryIndex,
): Record<string, unknown> {
  const { name, key, projection } = definition;
  return {
    IndexName: name,
    KeySchema: keySchema(key),
    Projection: {
      ProjectionType: projection.type,
      ...(projection.type === "INCLUDE" ? { NonKeyAttributes: projection.attributes } : {}),
    },
    IndexSizeBytes: bytes,
    ItemCount: itemCount,
    IndexArn: `${table.arn}/index/${name}`,
  };
}

function attributeDefinitions(table: Table): readonly Record<string, string>[] {
  const schemas = [table.key, ...[...table.indexes.values()].map(({ definition }) => definition.key)];
  const types = new Map(schemas.flatMap(keyAttributes).map(({ name, type }) => [name, type]));
  return [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }));
}

function keySchema(schema: KeySchema): readonly Record<string, string>[] {
  return keyAttributes(schema).map(({ name }, i) => ({
    AttributeName: name,
    KeyType: i === 0 ? "HASH" : "RANGE",
  }));
}

function throughput({ read, write }: Throughput): Record<string, number> {
  return { NumberOfDecreasesToday: 0, ReadCapacityUnits: read, WriteCapacityUnits: write };
}

function onDemand(bounds: OnDemandThroughput | undefined): Record<string, unknown> {
  if (bounds === undefined) return {};
  return {
    OnDemandThroughput: {
      MaxReadRequestUnits: bounds.maxRead ?? -1,
      MaxWriteRequestUnits: bounds.maxWrite ?? -1,
    },
  };
}
