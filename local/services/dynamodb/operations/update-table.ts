import type { Operation } from "../../../kernel/operation";
import { invalidParameter, validationError } from "../errors";
import { checkMembers, flag, listOf, required, structure, text } from "../requests/members";
import { onDemandThroughputMember, tableNameMember, throughputMember } from "../requests/shapes";
import type { Table } from "../storage/table";
import { onDemand, readEncryption, readThroughput } from "../tables/blueprint";
import { setBilling } from "../tables/change";
import { describeTable } from "../tables/describe";
import { type IndexUpdateInput, planIndexUpdates } from "../tables/index-updates";
import { kmsKeyArn, setStream } from "../tables/lifecycle";
import type { CreateTableInput, StreamInput } from "../tables/table-inputs";
import {
  attributeDefinitionsMember,
  billingModeMember,
  encryptionMember,
  globalIndexShape,
  streamMember,
  tableClassMember,
} from "../tables/table-shapes";
import type { Context } from "./context";

type Input = Partial<Omit<CreateTableInput, "KeySchema" | "Tags">> & {
  readonly TableName: string;
  readonly GlobalSecondaryIndexUpdates?: readonly IndexUpdateInput[];
};

const indexName = required(text({ pattern: "[a-zA-Z0-9_.-]+", least: 3, most: 255 }));

const SHAPE = {
  TableName: tableNameMember,
  AttributeDefinitions: attributeDefinitionsMember,
  BillingMode: billingModeMember,
  ProvisionedThroughput: throughputMember,
  OnDemandThroughput: onDemandThroughputMember,
  GlobalSecondaryIndexUpdates: listOf(
    structure(
      {
        Update: structure({
          IndexName: indexName,
          ProvisionedThroughput: throughputMember,
          OnDemandThroughput: onDemandThroughputMember,
        }),
        Create: structure(globalIndexShape, "UpdateTable"),
        Delete: structure({ IndexName: indexName }),
      },
      "UpdateTable",
    ),
  ),
  StreamSpecification: streamMember,
  SSESpecification: encryptionMember,
  TableClass: tableClassMember,
  DeletionProtectionEnabled: flag,
};

/** UpdateTable; the answer says `UPDATING` as AWS does, all is done as soon as it is given. */
export function updateTable(context: Context): Operation<Input> {
  const { kernel, state, access } = context;
  return {
    name: "UpdateTable",
    access: (input) => access.table("UpdateTable", input.TableName),
    run(raw) {
      const input = checkMembers<Input>("UpdateTable", raw, SHAPE);
      checkCombination(input);
      const table = state.describedTable(input.TableName);
      const mode = input.BillingMode ?? table.settings.billingMode;
      const updates = input.GlobalSecondaryIndexUpdates ?? [];
      const updateIndexes = planIndexUpdates(table, updates, input.AttributeDefinitions, mode);
      const billing = readBilling(table, input, updates);
      const encryption = readEncryption(input.SSESpecification, kmsKeyArn(context));
      if (input.StreamSpecification !== undefined) checkStream(table, input.StreamSpecification);

      if (billing !== undefined) setBilling(table, billing, kernel.clock.now());
      updateIndexes();
      if (input.StreamSpecification !== undefined) {
        setStream(context, table, input.StreamSpecification.StreamViewType);
      }
      if (input.SSESpecification !== undefined) {
        const { encryption: _, ...others } = table.settings;
        table.settings = encryption === undefined ? others : { ...others, encryption };
      }
      table.settings = {
        ...table.settings,
        ...(input.TableClass === undefined ? {} : { tableClass: input.TableClass }),
        ...(input.DeletionProtectionEnabled === undefined
          ? {}
          : { deletionProtection: input.DeletionProtectionEnabled }),
      };
      return { TableDescription: describeTable(table, "UPDATING") };
    },
  };
}

/** Some changes AWS only makes on their own. */
const ALONE = [
  ["SSESpecification", "Server-Side Encryption modification"],
  ["TableClass", "TableClass modification"],
  ["DeletionProtectionEnabled", "DeletionProtection modification"],
] as const;

function checkCombination(input: Input): void {
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

function readBilling(table: Table, input: Input, updates: readonly IndexUpdateInput[]) {
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

function checkStream(table: Table, { StreamEnabled: enabled, StreamViewType: viewType }: StreamInput): void {
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
