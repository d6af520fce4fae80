import type { BoundCondition, BoundOperand } from "../expressions/bound";
import { type KeyRestriction, keyRestrictions } from "../expressions/key-condition";
import { queryRange } from "../requests/query-range";
import type { Entry } from "../storage/entry";
import type { KeySchema } from "../storage/key-schema";
import { comparePositions, positionOf } from "../storage/position";
import type { Rank } from "../storage/sorted-list";
import { type AttributeValue, typeOf } from "../values/attribute-value";
import { keyOrder } from "../values/order";

const EVERYTHING: Rank<Entry> = () => 0;

/**
 * The parts of a table or index that can hold what a condition asks for, in their order: one per partition key that
 * it names by equality or IN, as a query reads them, else everything, as a scan does.
 * @throws AwsError with AWS's words when a value is not of its key's type
 */
export function keyRanges(key: KeySchema, where: BoundCondition | undefined): readonly Rank<Entry>[] {
  const partitions = partitionKeys(key, where);
  if (partitions === undefined) return [EVERYTHING];
  const sort = sortRestriction(key, where);
  return [...new Map(partitions.map((value) => [JSON.stringify(value), value])).values()]
    .map((value) => {
      const restrictions = new Map<string, KeyRestriction>([[key.partition.name, { kind: "=", value }]]);
      if (key.sort !== undefined && sort !== undefined) restrictions.set(key.sort.name, sort);
      return { range: queryRange(key, restrictions), position: positionOf(keyOrder(value), "") };
    })
    .sort((one, other) => comparePositions(one.position, other.position))
    .map(({ range }) => range.rank);
}

/** The partition keys that a condition names; undefined when it leaves them open, so that all must be scanned. */
export function partitionKeys(
  { partition: { name } }: KeySchema,
  where: BoundCondition | undefined,
): readonly AttributeValue[] | undefined {
  for (const condition of conjuncts(where)) {
    if (condition.kind === "in" && isAttribute(condition.operand, name)) {
      const values = condition.list.map((operand) => (operand.kind === "value" ? operand.value : undefined));
      if (values.every((value) => value !== undefined)) return values;
    }
    const restriction = restrictionOf(condition, name);
    if (restriction?.kind === "=") return [restriction.value];
  }
  return undefined;
}

/** The first restriction of the sort key; others are left to the filter, as is one of another type. */
function sortRestriction({ sort }: KeySchema, where: BoundCondition | undefined): KeyRestriction | undefined {
  if (sort === undefined) return undefined;
  for (const condition of conjuncts(where)) {
    const restriction = restrictionOf(condition, sort.name);
    if (restriction === undefined) continue;
    const values = restriction.kind === "between" ? [restriction.low, restriction.high] : [restriction.value];
    if (values.every((value) => typeOf(value) === sort.type)) return restriction;
  }
  return undefined;
}

function conjuncts(where: BoundCondition | undefined): readonly BoundCondition[] {
  if (where === undefined) return [];
  return where.kind === "and" ? [...conjuncts(where.left), ...conjuncts(where.right)] : [where];
}

function restrictionOf(condition: BoundCondition, name: string): KeyRestriction | undefined {
  const operands = operandsOf(condition);
  const attributes = operands.filter((operand) => isAttribute(operand, name));
  const values = operands.filter((operand) => operand.kind === "value");
  if (attributes.length !== 1 || values.length !== operands.length - 1) return undefined;
  return keyRestrictions(condition).get(name);
}

/** The operands of a condition that a key condition may hold, if the attribute stands where it may; else none. */
function operandsOf(condition: BoundCondition): readonly BoundOperand[] {
  if (condition.kind === "comparison") {
    return condition.comparator === "<>" ? [] : [condition.left, condition.right];
  }
  if (condition.kind === "between" && condition.operand.kind === "path") {
    return [condition.operand, condition.low, condition.high];
  }
  const isPrefix = condition.kind === "call" && condition.name === "begins_with";
  return isPrefix && condition.args[0]?.kind === "path" ? condition.args : [];
}

function isAttribute(operand: BoundOperand, name: string): boolean {
  return operand.kind === "path" && operand.path.length === 1 && operand.path[0] === name;
}
