import { ItemValidationError } from "../errors";
import {
  type AttributeValue,
  emptyItem,
  type Item,
  setMembers,
  setOf,
  typeOf,
} from "../values/attribute-value";
import { addNumbers, subtractNumbers } from "../values/decimal";
import type { BoundAction, BoundSetOperand, BoundSetValue } from "./bound";
import { valueAt } from "./document-path";

/** What becomes of one place of an item: an action that ends here, or actions further in. */
type Change = { readonly action: BoundAction } | { readonly inner: Map<string | number, Change> };

/** A place that is left out of the result. */
const REMOVED = Symbol("removed");
type Changed = AttributeValue | typeof REMOVED;

/**
 * Carries out an update. Every operand is read from the item as it was before.
 * @param exists - false when the item is being made by this update; removals then find nothing and are no error
 * @throws ItemValidationError when the item does not allow the update
 */
export function applyUpdate(item: Item, actions: readonly BoundAction[], exists: boolean): Item {
  const changes = new Map<string | number, Change>();
  for (const action of actions) {
    if (exists || action.kind === "SET" || action.kind === "ADD") plan(changes, action);
  }
  return changeMap(item, changes, item);
}

function plan(changes: Map<string | number, Change>, action: BoundAction): void {
  let level = changes;
  action.path.forEach((step, i) => {
    if (i === action.path.length - 1) {
      level.set(step, { action });
      return;
    }
    const there = level.get(step);
    const inner = there !== undefined && "inner" in there ? there.inner : new Map<string | number, Change>();
    level.set(step, { inner });
    level = inner;
  });
}

function changeValue(value: AttributeValue | undefined, change: Change, item: Item): Changed {
  if ("action" in change) return actOn(value, change.action, item);
  const isList = typeof change.inner.keys().next().value === "number";
  if (isList && value !== undefined && "L" in value) return { L: changeList(value.L, change.inner, item) };
  if (!isList && value !== undefined && "M" in value) return { M: changeMap(value.M, change.inner, item) };
  throw new ItemValidationError("The document path provided in the update expression is invalid for update");
}

function changeMap(map: Item, changes: ReadonlyMap<string | number, Change>, item: Item): Item {
  const changed = Object.assign(emptyItem(), map);
  for (const [name, inner] of changes) {
    const value = changeValue(map[name], inner, item);
    if (value === REMOVED) delete changed[name];
    else changed[name] = value;
  }
  return changed;
}

/** Indexes count as they were before; what lies beyond the end is appended in the order of the indexes. */
function changeList(
  list: readonly AttributeValue[],
  changes: ReadonlyMap<string | number, Change>,
  item: Item,
): AttributeValue[] {
  const changed: Changed[] = [...list];
  for (const [index, inner] of [...changes].sort(([a], [b]) => Number(a) - Number(b))) {
    const value = changeValue(list[Number(index)], inner, item);
    if (Number(index) < list.length) changed[Number(index)] = value;
    else changed.push(value);
  }
  return changed.filter((value) => value !== REMOVED);
}

function actOn(value: AttributeValue | undefined, action: BoundAction, item: Item): Changed {
  switch (action.kind) {
    case "REMOVE":
      return REMOVED;
    case "SET":
      return setValue(action.value, item);
    case "ADD":
      return value === undefined ? action.value : sum(value, action.value);
    case "DELETE":
      return value === undefined ? REMOVED : without(value, action.value);
  }
}

function setValue(value: BoundSetValue, item: Item): AttributeValue {
  if (value.kind !== "sum") return operandValue(value, item);
  const left = operandValue(value.left, item);
  const right = operandValue(value.right, item);
  if (!("N" in left) || !("N" in right)) throw wrongType();
  return { N: (value.operator === "+" ? addNumbers : subtractNumbers)(left.N, right.N) };
}

function operandValue(operand: BoundSetOperand, item: Item): AttributeValue {
  switch (operand.kind) {
    case "value":
      return operand.value;
    case "path": {
      const value = valueAt(item, operand.path);
      if (value !== undefined) return value;
      throw new ItemValidationError(
        "The provided expression refers to an attribute that does not exist in the item",
      );
    }
    case "if_not_exists":
      return valueAt(item, operand.path) ?? operandValue(operand.otherwise, item);
    case "list_append": {
      const first = operandValue(operand.first, item);
      const second = operandValue(operand.second, item);
      if (!("L" in first) || !("L" in second)) throw wrongType();
      return { L: [...first.L, ...second.L] };
    }
  }
}

function sum(value: AttributeValue, added: AttributeValue): AttributeValue {
  if ("N" in value && "N" in added) return { N: addNumbers(value.N, added.N) };
  return combineSets(value, added, (members, others) => [...new Set([...members, ...others])]);
}

function without(value: AttributeValue, taken: AttributeValue): Changed {
  const rest = combineSets(value, taken, (members, others) => members.filter((one) => !others.includes(one)));
  return setMembers(rest)?.length === 0 ? REMOVED : rest;
}

function combineSets(
  value: AttributeValue,
  other: AttributeValue,
  combine: (members: readonly string[], others: readonly string[]) => readonly string[],
): AttributeValue {
  const type = typeOf(value);
  const members = setMembers(value);
  const others = setMembers(other);
  if (members === undefined || others === undefined || type !== typeOf(other)) throw wrongType();
  return setOf(type as "SS" | "NS" | "BS", combine(members, others));
}

function wrongType(): ItemValidationError {
  return new ItemValidationError("An operand in the update expression has an incorrect data type");
}
