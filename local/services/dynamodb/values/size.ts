import { Buffer } from "node:buffer";
import { type AttributeValue, type Item, setMembers } from "./attribute-value";
import { numberBytes } from "./decimal";

/** Lists and maps count for this much, whatever they hold. */
const DOCUMENT_BYTES = 3;
/** Each member of a list or map counts for this much more. */
const MEMBER_BYTES = 1;

/** The largest item that DynamoDB stores, names included. */
export const LARGEST_ITEM_BYTES = 400 * 1024;

/** Bytes of an item as DynamoDB counts them for its limits and for capacity units. */
export function itemBytes(item: Item): number {
  let bytes = 0;
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) bytes += Buffer.byteLength(name) + valueBytes(value);
  }
  return bytes;
}

function valueBytes(value: AttributeValue): number {
  if ("S" in value) return Buffer.byteLength(value.S);
  if ("N" in value) return numberBytes(value.N);
  if ("B" in value) return binaryBytes(value.B);
  if ("L" in value) {
    return value.L.reduce((sum, member) => sum + MEMBER_BYTES + valueBytes(member), DOCUMENT_BYTES);
  }
  if ("M" in value) {
    return DOCUMENT_BYTES + MEMBER_BYTES * Object.keys(value.M).length + itemBytes(value.M);
  }
  const members = setMembers(value);
  if (members === undefined) return 1;
  const measure = "NS" in value ? numberBytes : "BS" in value ? binaryBytes : Buffer.byteLength;
  return members.reduce((sum, member) => sum + measure(member), 0);
}

/** Bytes that a base64 text stands for. */
export function binaryBytes(base64: string): number {
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  return (base64.length / 4) * 3 - padding;
}
