import { invalidParameter, validationError } from "../errors";
import type { KeyRestriction } from "../expressions/key-condition";
import type { Entry } from "../storage/entry";
import { emptyKind, type KeyAttribute, type KeySchema, keyAttributes } from "../storage/key-schema";
import { type Position, positionOf } from "../storage/position";
import type { Rank } from "../storage/sorted-list";
import { type AttributeValue, typeOf } from "../values/attribute-value";
import { keyOrder } from "../values/order";

/** What a key condition selects of a table or an index. */
export interface QueryRange {
  readonly rank: Rank<Entry>;
  /** @throws AwsError with AWS's words when a page cannot start behind this place */
  checkStart(start: Position): void;
}

/** Applies a key condition to a key. @throws AwsError with AWS's words when it does not fit */
export function queryRange(key: KeySchema, restrictions: ReadonlyMap<string, KeyRestriction>): QueryRange {
  const attributes = keyAttributes(key);
  if (restrictions.size > attributes.length) {
    throw validationError(
      `The number of query conditions (${restrictions.size}) exceeds the number of key attributes defined in the schema (${attributes.length})`,
    );
  }
  const partition = restrictions.get(key.partition.name);
  if (partition === undefined) throw missed(key.partition);
  const sort = key.sort === undefined ? undefined : restrictions.get(key.sort.name);
  if (key.sort !== undefined && restrictions.size === 2 && sort === undefined) throw missed(key.sort);
  checkType(key.partition, partition);
  if (partition.kind !== "=") throw validationError("Query key condition not supported");
  const empty = emptyKind(partition.value);
  if (empty !== undefined) {
    throw validationError(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${empty} value. Key: ${key.partition.name}`,
    );
  }
  if (key.sort !== undefined && sort !== undefined) checkType(key.sort, sort);
  return rangeOf(
    keyOrder(partition.value),
    sort === undefined ? () => 0 : sortRank(sort),
    sort !== undefined,
  );
}

function rangeOf(partition: string, rankSort: (sort: string) => number, hasSort: boolean): QueryRange {
  const { hash } = positionOf(partition, "");
  return {
    rank: (entry) => {
      if (entry.hash !== hash) return entry.hash - hash;
      if (entry.partition !== partition) return entry.partition < partition ? -1 : 1;
      return rankSort(entry.sort);
    },
    checkStart: (start) => {
      if (start.partition !== partition) {
        throw validationError(
          "The provided starting key is outside query boundaries based on provided conditions",
        );
      }
      if (hasSort && rankSort(start.sort) !== 0) {
        throw validationError("The provided starting key does not match the range key predicate");
      }
    },
  };
}

function sortRank(restriction: KeyRestriction): (sort: string) => number {
  if (restriction.kind === "between") {
    const low = keyOrder(restriction.low);
    const high = keyOrder(restriction.high);
    return (sort) => (sort < low ? -1 : sort > high ? 1 : 0);
  }
  const value = keyOrder(restriction.value);
  switch (restriction.kind) {
    case "=":
      return (sort) => (sort < value ? -1 : sort > value ? 1 : 0);
    case "<":
      return (sort) => (sort < value ? 0 : 1);
    case "<=":
      return (sort) => (sort <= value ? 0 : 1);
    case ">":
      return (sort) => (sort > value ? 0 : -1);
    case ">=":
      return (sort) => (sort >= value ? 0 : -1);
    case "begins_with":
      return (sort) => (sort.startsWith(value) ? 0 : sort < value ? -1 : 1);
  }
}

function checkType(attribute: KeyAttribute, restriction: KeyRestriction): void {
  const values: readonly AttributeValue[] =
    restriction.kind === "between" ? [restriction.low, restriction.high] : [restriction.value];
  if (values.every((value) => typeOf(value) === attribute.type)) return;
  throw invalidParameter("Condition parameter type does not match schema type");
}

function missed(attribute: KeyAttribute) {
  return validationError(`Query condition missed key schema element: ${attribute.name}`);
}
