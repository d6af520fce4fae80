import type { AwsError } from "../../../kernel/errors";
import { ItemValidationError, invalidParameter, validationError } from "../errors";
import type { BoundAction } from "../expressions/bound";
import { emptyKind, type KeyAttribute, keyAttributes } from "../storage/key-schema";
import type { Table } from "../storage/table";
import { type Item, typeOf } from "../values/attribute-value";

/** An item may lack the key of an index, but not have it in another type or empty. @throws AwsError */
export function checkIndexKeys(table: Table, item: Item): void {
  for (const { index, attribute } of indexKeyAttributes(table)) {
    const value = item[attribute.name];
    if (value === undefined) continue;
    checkIndexKeyType(index, attribute, typeOf(value));
    const kind = emptyKind(value);
    if (kind === undefined) continue;
    throw validationError(
      `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value. IndexName: ${index}, IndexKey: ${attribute.name}`,
    );
  }
}

/** Checks what an update does to keys, as far as its expression tells. @throws AwsError */
export function checkActions(table: Table, actions: readonly BoundAction[]): void {
  for (const name of table.keyNames) {
    if (actions.some((action) => action.path[0] === name)) {
      throw invalidParameter(`Cannot update attribute ${name}. This attribute is part of the key`);
    }
  }
  for (const { index, attribute } of indexKeyAttributes(table)) {
    for (const action of actions) {
      if (action.path[0] !== attribute.name) continue;
      if (action.path.length > 1) throw nestedKey("IndexKey", attribute.name);
      if (action.kind === "SET" && action.value.kind === "value") {
        checkIndexKeyType(index, attribute, typeOf(action.value.value));
        const kind = emptyKind(action.value.value);
        if (kind !== undefined) throw emptyUpdatedKey(kind);
      }
    }
  }
}

/** Checks what became of the keys of indexes in an update. @throws AwsError */
export function checkUpdatedIndexKeys(table: Table, before: Item | undefined, after: Item): void {
  for (const { attribute } of indexKeyAttributes(table)) {
    const value = after[attribute.name];
    if (value === undefined || value === before?.[attribute.name]) continue;
    if (typeOf(value) !== attribute.type) {
      throw new ItemValidationError(
        "The update expression attempted to update the secondary index key to unsupported type",
      );
    }
    const kind = emptyKind(value);
    if (kind !== undefined) throw emptyUpdatedKey(kind);
  }
}

/** The key attributes of the indexes, in the order in which AWS looks at them. */
function indexKeyAttributes(table: Table) {
  return [...table.indexes.values()]
    .sort((a, b) => (a.definition.name < b.definition.name ? -1 : 1))
    .flatMap(({ definition }) =>
      keyAttributes(definition.key).map((attribute) => ({ index: definition.name, attribute })),
    );
}

function checkIndexKeyType(index: string, attribute: KeyAttribute, actual: string): void {
  if (actual === attribute.type) return;
  throw invalidParameter(
    `Type mismatch for Index Key ${attribute.name} Expected: ${attribute.type} Actual: ${actual} IndexName: ${index}`,
  );
}

/** What AWS says about a path that goes into a key, which is a scalar. */
export function nestedKey(kind: "Key" | "IndexKey", attribute: string): AwsError {
  return validationError(
    `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${kind}: ${attribute}`,
  );
}

function emptyUpdatedKey(kind: string): AwsError {
  return validationError(
    `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value.`,
  );
}
