import type { ConfigCheck } from "../config-check";
import type { ProvisionedBilling } from "./autoscaling";
import type { TableIndex, TableKey } from "./index";

/** A key attribute with its type. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: "S" | "N" | "B";
}

interface TableShape {
  readonly partitionKey: TableKey;
  readonly sortKey: TableKey | undefined;
  readonly indexes: readonly TableIndex[];
  readonly billing: "on-demand" | ProvisionedBilling;
}

const MAX_INDEXES = 20;
const MAX_CAPACITY = 40_000;

/** The name of a key's attribute. */
export function nameOf(key: TableKey): string {
  return typeof key === "string" ? key : key.name;
}

/** Holds a table to DynamoDB's rules and returns its key attributes, each once. */
export function checkTable(
  check: ConfigCheck,
  { partitionKey, sortKey, indexes, billing }: TableShape,
): KeyAttribute[] {
  const attributes = new Map<string, KeyAttribute>();
  const addKey = (owner: string, key: TableKey | undefined) => {
    if (key === undefined) return;
    const attribute = typeof key === "string" ? ({ name: key, type: "S" } as const) : key;
    check.that(
      attribute.name.length >= 1 && attribute.name.length <= 255,
      `a key of ${owner} is "${attribute.name}"; the name of a key has 1 to 255 characters.`,
    );
    const known = attributes.get(attribute.name);
    check.that(
      known === undefined || known.type === attribute.type,
      `key ${attribute.name} of ${owner} has type ${attribute.type}, elsewhere ${known?.type}; an attribute has one ` +
        "type in all keys. Choose one, or another attribute.",
    );
    attributes.set(attribute.name, attribute);
  };

  const addKeys = (owner: string, partition: TableKey, sort: TableKey | undefined) => {
    addKey(owner, partition);
    addKey(owner, sort);
    check.that(
      sort === undefined || nameOf(sort) !== nameOf(partition),
      `${owner} has ${nameOf(partition)} as partition and as sort key; the two are different attributes. Leave the sort ` +
        "key out, or choose another.",
    );
  };

  addKeys("the table", partitionKey, sortKey);
  check.that(
    indexes.length <= MAX_INDEXES,
    `indexes has ${indexes.length} entries; DynamoDB takes ${MAX_INDEXES} per table. Drop those that no query needs.`,
  );
  const names = new Set<string>();
  for (const index of indexes) {
    addKeys(`index ${index.name}`, index.partitionKey, index.sortKey);
    check.that(
      /^[A-Za-z0-9_.-]{3,255}$/.test(index.name),
      `an index is named "${index.name}"; it must have 3 to 255 letters, digits, ".", "_" or "-".`,
    );
    check.that(!names.has(index.name), `two indexes are named ${index.name}; give each a name of its own.`);
    names.add(index.name);
  }
  if (billing !== "on-demand") checkCapacity(check, billing);
  return [...attributes.values()];
}

function checkCapacity(check: ConfigCheck, billing: ProvisionedBilling): void {
  const { minRead, maxRead, minWrite, maxWrite, targetPercent } = billing;
  for (const [kind, min, max] of [
    ["Read", minRead, maxRead],
    ["Write", minWrite, maxWrite],
  ] as const) {
    const minKnown = check.integer(`billing.min${kind}`, min, 1, MAX_CAPACITY);
    const maxKnown = check.integer(`billing.max${kind}`, max, 1, MAX_CAPACITY);
    check.that(
      !minKnown || !maxKnown || min <= max,
      `billing.min${kind} is ${min} and billing.max${kind} is ${max}; the minimum must not exceed the maximum.`,
    );
  }
  check.integer("billing.targetPercent", targetPercent, 20, 90);
}
