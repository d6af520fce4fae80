import { invalidParameter } from "../errors";
import type { BillingMode } from "../storage/table-settings";
import type { CreateTableInput, IndexInput } from "./table-inputs";

const MOST_LOCAL_INDEXES = 5;
const MOST_GLOBAL_INDEXES = 20;

/** Every attribute that is defined must be in a key. @throws AwsError with AWS's words */
export function checkAttributeUse(input: CreateTableInput): void {
  const defined = input.AttributeDefinitions.map((definition) => definition.AttributeName);
  const indexes = [...(input.LocalSecondaryIndexes ?? []), ...(input.GlobalSecondaryIndexes ?? [])];
  const elements = [...input.KeySchema, ...indexes.flatMap((index) => index.KeySchema)];
  const used = new Set(elements.map((element) => element.AttributeName));
  if (defined.every((name) => used.has(name))) return;
  throw invalidParameter(
    indexes.length === 0
      ? "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions"
      : `Some AttributeDefinitions are not used. AttributeDefinitions: [${defined.join(", ")}], keys used: [${[...used].join(", ")}]`,
  );
}

/** @throws AwsError when AWS does not allow such local indexes */
export function checkLocalIndexes(input: CreateTableInput): readonly IndexInput[] {
  const indexes = input.LocalSecondaryIndexes;
  if (indexes === undefined) return [];
  if (indexes.length === 0) throw invalidParameter("List of LocalSecondaryIndexes is empty");
  if (input.KeySchema.length < 2) {
    throw invalidParameter(
      "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex",
    );
  }
  const tableKey = input.KeySchema[0]?.AttributeName;
  for (const { IndexName: name, KeySchema: schema } of indexes) {
    const indexKey = schema[0]?.AttributeName;
    if (schema.length < 2)
      throw invalidParameter(`Index KeySchema does not have a range key for index: ${name}`);
    if (indexKey === tableKey) continue;
    throw invalidParameter(
      `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${name}. index hash key: ${indexKey}, table hash key: ${tableKey}`,
    );
  }
  checkNames(indexes);
  if (indexes.length > MOST_LOCAL_INDEXES) {
    throw invalidParameter(
      `Number of LocalSecondaryIndexes exceeds per-table limit of ${MOST_LOCAL_INDEXES}`,
    );
  }
  return indexes;
}

/** @throws AwsError when AWS does not allow such global indexes */
export function checkGlobalIndexes(input: CreateTableInput, mode: BillingMode): readonly IndexInput[] {
  const indexes = input.GlobalSecondaryIndexes;
  if (indexes === undefined) return [];
  if (indexes.length === 0) throw invalidParameter("List of GlobalSecondaryIndexes is empty");
  for (const index of indexes) checkIndexThroughput(index, mode);
  checkNames([...(input.LocalSecondaryIndexes ?? []), ...indexes]);
  if (indexes.length > MOST_GLOBAL_INDEXES) {
    throw invalidParameter(
      `GlobalSecondaryIndex count exceeds the per-table limit of ${MOST_GLOBAL_INDEXES}`,
    );
  }
  return indexes;
}

/** @throws AwsError when an index's units do not go with the table's billing mode */
export function checkIndexThroughput(index: IndexInput, mode: BillingMode): void {
  if (mode === "PAY_PER_REQUEST" && index.ProvisionedThroughput !== undefined) {
    throw invalidParameter(
      `ProvisionedThroughput should not be specified for index: ${index.IndexName} when BillingMode is PAY_PER_REQUEST`,
    );
  }
  if (mode === "PROVISIONED" && index.ProvisionedThroughput === undefined) {
    throw invalidParameter(`ProvisionedThroughput is not specified for index: ${index.IndexName}`);
  }
}

function checkNames(indexes: readonly IndexInput[]): void {
  const seen = new Set<string>();
  for (const { IndexName: name } of indexes) {
    if (seen.has(name)) throw invalidParameter(`Duplicate index name: ${name}`);
    seen.add(name);
  }
}
