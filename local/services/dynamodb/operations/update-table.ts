import type { Operation } from "../../../kernel/operation";
import { checkMembers, listOf, required, structure } from "../requests/members";
import { flag, text } from "../requests/scalar-members";
import { onDemandThroughputMember, tableNameMember, throughputMember } from "../requests/shapes";
import { readEncryption } from "../tables/blueprint";
import { setBilling, setEncryption } from "../tables/change";
import { describeTable } from "../tables/describe";
import { planIndexUpdates } from "../tables/index-updates";
import { kmsKeyArn, setStream } from "../tables/lifecycle";
import {
  attributeDefinitionsMember,
  billingModeMember,
  encryptionMember,
  globalIndexShape,
  streamMember,
  tableClassMember,
} from "../tables/table-shapes";
import { checkCombination, checkStream, readBilling, type UpdateTableInput } from "../tables/update-input";
import type { Context } from "./context";

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
export function updateTable(context: Context): Operation<UpdateTableInput> {
  const { kernel, state, access } = context;
  return {
    name: "UpdateTable",
    access: (input) => access.table("UpdateTable", input.TableName),
    run(raw) {
      const input = checkMembers<UpdateTableInput>("UpdateTable", raw, SHAPE);
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
      if (input.SSESpecification !== undefined) setEncryption(table, encryption);
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
