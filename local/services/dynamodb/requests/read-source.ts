import { invalidParameter, validationError } from "../errors";
import type { DocumentPath } from "../expressions/bound";
import { pathsOf } from "../expressions/condition-paths";
import type { BoundExpressions } from "../expressions/request-expressions";
import type { Entries } from "../storage/entry";
import { type KeySchema, keyNames } from "../storage/key-schema";
import type { SecondaryIndex } from "../storage/secondary-index";
import type { Table } from "../storage/table";
import { nestedKey } from "./index-keys";
import type { ReadInput } from "./inputs";

/** What a query or scan reads: a table or one of its indexes. */
export interface ReadSource {
  readonly table: Table;
  readonly index: SecondaryIndex | undefined;
  readonly entries: Entries;
  readonly key: KeySchema;
  /** The attributes of a starting key, and of the last evaluated one. */
  readonly cursorNames: readonly string[];
}

/** Checks `Select` against the other members of a request. @throws AwsError with AWS's words */
export function checkSelect(input: ReadInput): void {
  const { Select: select, ProjectionExpression: projection } = input;
  if (projection !== undefined && select !== undefined && select !== "SPECIFIC_ATTRIBUTES") {
    const what = select === "COUNT" ? "only the Count" : select;
    throw validationError(`Cannot specify the ProjectionExpression when choosing to get ${what}`);
  }
  if (select === "SPECIFIC_ATTRIBUTES" && projection === undefined) {
    throw validationError(
      "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
    );
  }
  if (select === "ALL_PROJECTED_ATTRIBUTES" && input.IndexName === undefined) {
    throw validationError("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  }
}

/** Finds what a request reads. @throws AwsError with AWS's words */
export function readSource(table: Table, input: ReadInput): ReadSource {
  if (input.IndexName === undefined) {
    return { table, index: undefined, entries: table.entries, key: table.key, cursorNames: table.keyNames };
  }
  const index = table.indexes.get(input.IndexName);
  if (index === undefined) {
    throw validationError(`The table does not have the specified index: ${input.IndexName}`);
  }
  const { key, kind } = index.definition;
  if (kind === "global" && input.ConsistentRead === true) {
    throw validationError("Consistent reads are not supported on global secondary indexes");
  }
  const cursorNames = [...new Set([...table.keyNames, ...keyNames(key)])];
  return { table, index, entries: index.entries, key, cursorNames };
}

/**
 * Whether items must be fetched from the table because the index does not hold all that is asked for: DynamoDB
 * does that for local indexes and refuses it for global ones.
 * @throws AwsError with AWS's words
 */
export function needsTable(source: ReadSource, input: ReadInput, bound: BoundExpressions): boolean {
  const { index } = source;
  if (index === undefined) return false;
  const isGlobal = index.definition.kind === "global";
  const { name, projection } = index.definition;
  if (input.Select === "ALL_ATTRIBUTES" && projection.type !== "ALL") {
    if (!isGlobal) return true;
    throw invalidParameter(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${name} because its projection type is not ALL`,
    );
  }
  const missing = readPaths(bound)
    .map((path) => String(path[0]))
    .filter((attribute) => !index.projects(attribute));
  if (missing.length === 0) return false;
  if (!isGlobal) return true;
  throw invalidParameter(
    `Global secondary index ${name} does not project [${[...new Set(missing)].join(", ")}]`,
  );
}

/** Keys are scalars: no path leads into them. @throws AwsError with AWS's words */
export function checkKeyPaths(table: Table, bound: BoundExpressions): void {
  const nested = new Set(
    readPaths(bound)
      .filter((path) => path.length > 1)
      .map((path) => path[0]),
  );
  if (nested.size === 0) return;
  for (const name of table.keyNames) {
    if (nested.has(name)) throw nestedKey("Key", name);
  }
  for (const { definition } of table.indexes.values()) {
    for (const name of keyNames(definition.key)) {
      if (nested.has(name)) throw nestedKey("IndexKey", name);
    }
  }
}

function readPaths(bound: BoundExpressions): readonly DocumentPath[] {
  return [...(bound.projection ?? []), ...(bound.filter === undefined ? [] : pathsOf(bound.filter))];
}
