import { invalidParameter, validationError } from "../errors";
import type { Table } from "../storage/table";
import type { IndexUpdateInput } from "./index-updates";
import { onDemand, readThroughput } from "./read-throughput";
import type { CreateTableInput, StreamInput } from "./table-inputs";

/** The members of an `UpdateTable`. */
export type UpdateTableInput = Partial<Omit<CreateTableInput, "KeySchema" | "Tags">> & {
  readonly TableName: string;
  readonly GlobalSecondaryIndexUpdates?: readonly IndexUpdateInput[];
};

/** Some changes AWS only makes on their own. */
const ALONE = [
  ["SSESpecification", "Server-Side Encryption modification"],
  ["TableClass", "TableClass modification"],
  ["DeletionProtectionEnabled", "DeletionProtection modification"],
] as const;

/** @throws AwsError when AWS does not make these changes together */
export function checkCombination(input: UpdateTableInput): void {
  const { TableName: _, AttributeDefinitions: __, ...changes } = input;
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const indexChanges = (input.GlobalSecondaryIndexUpdates ?? []).filter((one) => one.Update === undefined);
  if (given.length === 0) {
    throw validationError(
      "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required",
    );
  }
  for (const [member, what] of ALONE) {
    if (input[member] !== undefined && given.length > 1) {
      throw invalidParameter(`${what} must be the only operation in the request`);
    }
  }
  if (input.ProvisionedThroughput !== undefined && input.StreamSpecification !== undefined) {
    throw invalidParameter("You cannot modify stream status while updating table IOPS");
  }
  if (input.ProvisionedThroughput !== undefined && indexChanges.length > 0) {
    throw invalidParameter("You cannot create or delete index while updating table IOPS");
  }
  if (input.StreamSpecification !== undefined && indexChanges.length > 0) {
    throw invalidParameter("You cannot create or delete index while changing stream status");
  }
}

/** Reads the billing that a table shall have; undefined when it stays. @throws AwsError with AWS's words */
export function readBilling(table: Table, input: UpdateTableInput, updates: readonly IndexUpdateInput[]) {
  const { ProvisionedThroughput: units, OnDemandThroughput: bounds } = input;
  if (input.BillingMode === undefined && units === undefined && bounds === undefined) return undefined;
  const billingMode = input.BillingMode ?? table.settings.billingMode;
  const keptBounds = table.settings.onDemandThroughput;
  if (billingMode === "PAY_PER_REQUEST") {
    const throughput = readThroughput(billingMode, units);
    if (bounds !== undefined) return { billingMode, throughput, ...onDemand(bounds) };
    return {
      billingMode,
      throughput,
      ...(keptBounds === undefined ? {} : { onDemandThroughput: keptBounds }),
    };
  }
  if (units === undefined) {
    throw invalidParameter("ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
  }
  const throughput = readThroughput(billingMode, units);
  const { read, write } = table.settings.throughput;
  if (table.settings.billingMode === billingMode && throughput.read === read && throughput.write === write) {
    throw validationError(
      `The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: ${read}. Requested ReadCapacityUnits: ${read}. Current WriteCapacityUnits provisioned for the table: ${write}. Requested WriteCapacityUnits: ${write}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.`,
    );
  }
  for (const { definition } of table.indexes.values()) {
    const isUpdated = updates.some(
      ({ Update: update }) =>
        update?.IndexName === definition.name && update.ProvisionedThroughput !== undefined,
    );
    if (definition.kind === "global" && definition.throughput === undefined && !isUpdated) {
      throw invalidParameter(`ProvisionedThroughput must be specified for index: ${definition.name}`);
    }
  }
  return { billingMode, throughput };
}

/** @throws AwsError when the table's stream cannot become that */
export function checkStream(
  table: Table,
  { StreamEnabled: enabled, StreamViewType: viewType }: StreamInput,
): void {
  if (enabled && viewType === undefined) {
    throw invalidParameter("If stream is being enabled then UpdateViewType is required");
  }
  if (!enabled && viewType !== undefined) {
    throw invalidParameter("If stream is being disabled, then UpdateViewType must not be specified");
  }
  if (enabled && table.changes !== undefined) {
    throw validationError(`Table already has an enabled stream: TableName: ${table.name}`);
  }
  if (!enabled && table.changes === undefined) {
    throw validationError(`Table has no stream to disable: TableName: ${table.name}`);
  }
}
