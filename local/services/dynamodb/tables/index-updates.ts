import { AwsError } from "../../../kernel/errors";
import { invalidParameter, validationError } from "../errors";
import { keyAttributes } from "../storage/key-schema";
import type { Table } from "../storage/table";
import type { BillingMode } from "../storage/table-settings";
import { readIndex } from "./blueprint";
import { checkIndexThroughput } from "./check-indexes";
import { readAttributeTypes } from "./read-key";
import { onDemand, toThroughput } from "./read-throughput";
import type {
  AttributeDefinitionInput,
  IndexInput,
  OnDemandThroughputInput,
  ThroughputInput,
} from "./table-inputs";

/** One change of a table's global indexes: exactly one of these. */
export interface IndexUpdateInput {
  readonly Create?: IndexInput;
  readonly Update?: {
    readonly IndexName: string;
    readonly ProvisionedThroughput?: ThroughputInput;
    readonly OnDemandThroughput?: OnDemandThroughputInput;
  };
  readonly Delete?: { readonly IndexName: string };
}

const MOST_INDEXES = 20;

/**
 * Checks changes of a table's global indexes.
 * @returns carries them out
 * @throws AwsError with AWS's words
 */
export function planIndexUpdates(
  table: Table,
  updates: readonly IndexUpdateInput[],
  definitions: readonly AttributeDefinitionInput[] | undefined,
  mode: BillingMode,
): () => void {
  checkUpdates(updates);
  const work = updates.map((update) => planUpdate(table, update, definitions, mode));
  return () => {
    for (const carryOut of work) carryOut();
  };
}

function planUpdate(
  table: Table,
  { Create: creation, Update: update, Delete: deletion }: IndexUpdateInput,
  definitions: readonly AttributeDefinitionInput[] | undefined,
  mode: BillingMode,
): () => void {
  if (creation !== undefined) return planCreation(table, creation, definitions, mode);
  if (deletion !== undefined) {
    globalIndex(table, deletion.IndexName, "delete");
    return () => table.indexes.delete(deletion.IndexName);
  }
  const index = globalIndex(table, update?.IndexName ?? "", "update");
  const units = update?.ProvisionedThroughput;
  if (units !== undefined && mode === "PAY_PER_REQUEST") {
    throw invalidParameter(
      `Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: ${index.definition.name} when BillingMode is PAY_PER_REQUEST`,
    );
  }
  return () => {
    index.definition = {
      ...index.definition,
      ...(units === undefined ? {} : { throughput: toThroughput(units) }),
      ...onDemand(update?.OnDemandThroughput),
    };
  };
}

function planCreation(
  table: Table,
  creation: IndexInput,
  definitions: readonly AttributeDefinitionInput[] | undefined,
  mode: BillingMode,
): () => void {
  if (table.indexes.has(creation.IndexName)) {
    throw validationError("Attempting to create an index which already exists");
  }
  const globals = [...table.indexes.values()].filter(({ definition }) => definition.kind === "global");
  if (globals.length >= MOST_INDEXES) {
    throw new AwsError(
      "LimitExceededException",
      `Subscriber limit exceeded: GlobalSecondaryIndex count exceeds the per-table limit of ${MOST_INDEXES}`,
    );
  }
  checkIndexThroughput(creation, mode);
  if (definitions === undefined) {
    throw invalidParameter(`AttributeDefinitions is not specified for index: ${creation.IndexName}`);
  }
  const types = readAttributeTypes(definitions);
  for (const schema of [table.key, ...[...table.indexes.values()].map(({ definition }) => definition.key)]) {
    for (const { name, type } of keyAttributes(schema)) {
      const other = types.get(name);
      if (other !== undefined && other !== type) {
        throw invalidParameter(
          `Attribute ${name} is of type ${type} in a key and cannot be defined as ${other}`,
        );
      }
    }
  }
  const definition = readIndex(creation, "global", types);
  return () => table.addIndex(definition);
}

function checkUpdates(updates: readonly IndexUpdateInput[]): void {
  const names = new Set<string>();
  for (const { Create: creation, Update: update, Delete: deletion } of updates) {
    const given = [creation, update, deletion].filter((one) => one !== undefined);
    const [first] = given;
    if (first === undefined) {
      throw invalidParameter(
        "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null",
      );
    }
    if (given.length > 1) {
      throw invalidParameter(
        "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object",
      );
    }
    if (names.has(first.IndexName)) {
      throw invalidParameter(
        `Only one global secondary index update per index is allowed simultaneously. Index: ${first.IndexName}`,
      );
    }
    names.add(first.IndexName);
  }
  if (updates.filter((update) => update.Update === undefined).length > 1) {
    throw new AwsError(
      "LimitExceededException",
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
    );
  }
}

function globalIndex(table: Table, name: string, verb: "update" | "delete") {
  const index = table.indexes.get(name);
  if (index === undefined) {
    throw new AwsError(
      "ResourceNotFoundException",
      `Requested resource not found: Index ${name} for table ${table.name}`,
    );
  }
  if (index.definition.kind === "global") return index;
  throw validationError(`Cannot ${verb} an index that is not a GlobalSecondaryIndex: ${name}`);
}
