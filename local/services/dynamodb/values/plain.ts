import { type AttributeValue, type Item, setMembers } from "./attribute-value";

/** A value as plain JavaScript: text, number, boolean, null, `Buffer`, `Set`, array or object. */
export type Plain = unknown;

/** An item as a plain object, for tests and the console; numbers beyond JavaScript's precision stay text. */
export function plainItem(item: Item): Record<string, Plain> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: AttributeValue): Plain {
  if ("S" in value) return value.S;
  if ("N" in value) return plainNumber(value.N);
  if ("B" in value) return Buffer.from(value.B, "base64");
  if ("BOOL" in value) return value.BOOL;
  if ("NULL" in value) return null;
  if ("L" in value) return value.L.map(plainValue);
  if ("M" in value) return plainItem(value.M);
  if ("NS" in value) return new Set(value.NS.map(plainNumber));
  if ("BS" in value) return new Set(value.BS.map((member) => Buffer.from(member, "base64")));
  return new Set(setMembers(value));
}

/** Beyond 15 digits a JavaScript number may round. */
function plainNumber(text: string): number | string {
  return text.replace(/\D/g, "").length > 15 ? text : Number(text);
}
