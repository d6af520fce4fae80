/** The type descriptors of DynamoDB, as they stand in JSON. */
export type AttributeType = "S" | "N" | "B" | "BOOL" | "NULL" | "SS" | "NS" | "BS" | "L" | "M";

/**
 * A value as the wire writes it, checked and normalized: numbers in plain decimal form, binary as canonical
 * base64. Values are never changed in place, so they may be shared between items, indexes and answers.
 */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Item };

/** Attributes by name. Items have no prototype, so that any name, `__proto__` too, is only data. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** An item to be filled. */
export function emptyItem(): Record<string, AttributeValue> {
  return Object.create(null) as Record<string, AttributeValue>;
}

/** The value's type descriptor. */
export function typeOf(value: AttributeValue): AttributeType {
  for (const type in value) return type as AttributeType;
  throw new TypeError("an attribute value without a type");
}

/** The members of a set, whatever its type. */
export function setMembers(value: AttributeValue): readonly string[] | undefined {
  if ("SS" in value) return value.SS;
  if ("NS" in value) return value.NS;
  return "BS" in value ? value.BS : undefined;
}

/** A set of the given type. */
export function setOf(type: "SS" | "NS" | "BS", members: readonly string[]): AttributeValue {
  if (type === "SS") return { SS: members };
  return type === "NS" ? { NS: members } : { BS: members };
}

/** The attributes of an item that `names` lists, as far as it has them. */
export function pick(item: Item, names: readonly string[]): Item {
  const picked = emptyItem();
  for (const name of names) {
    const value = item[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
