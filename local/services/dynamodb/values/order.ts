import { type AttributeValue, setMembers, typeOf } from "./attribute-value";
import { compareNumbers, numberOrder } from "./decimal";

/** UTF-16 writes what lies beyond the 16-bit range with units that sort before U+E000; UTF-8 sorts it last. */
const NEEDS_REORDERING = /[\ud800-\uffff]/;

/**
 * A text whose order among other such texts is DynamoDB's order of keys of one type: strings and binary by
 * their bytes, numbers by value. What begins with a key's bytes begins with the key's text.
 */
export function keyOrder(value: AttributeValue): string {
  if ("S" in value) return stringOrder(value.S);
  if ("N" in value) return numberOrder(value.N);
  if ("B" in value) return binaryOrder(value.B);
  throw new TypeError(`a value of type ${typeOf(value)} is no key`);
}

/**
 * Compares two values of the same scalar type; undefined when they are not comparable.
 * Negative, zero or positive, as `left` is less than, equal to or greater than `right`.
 */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  if ("N" in left && "N" in right) return compareNumbers(left.N, right.N);
  if ("S" in left && "S" in right) return compareTexts(stringOrder(left.S), stringOrder(right.S));
  if ("B" in left && "B" in right) return compareTexts(binaryOrder(left.B), binaryOrder(right.B));
  return undefined;
}

/** Whether two values are of one type and the same; the order of a set's members does not count. */
export function equalValues(left: AttributeValue, right: AttributeValue): boolean {
  if (left === right) return true;
  const type = typeOf(left);
  if (type !== typeOf(right)) return false;
  if ("L" in left && "L" in right) {
    return left.L.length === right.L.length && left.L.every((value, i) => equalTo(value, right.L[i]));
  }
  if ("M" in left && "M" in right) {
    const names = Object.keys(left.M);
    return (
      names.length === Object.keys(right.M).length &&
      names.every((name) => equalTo(left.M[name], right.M[name]))
    );
  }
  const members = setMembers(left);
  if (members !== undefined) {
    const others = new Set(setMembers(right));
    return members.length === others.size && members.every((member) => others.has(member));
  }
  return Object.values(left)[0] === Object.values(right)[0];
}

/** Whether `text` or its binary begins with `prefix`; false for other types. */
export function beginsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  if ("S" in value && "S" in prefix) return value.S.startsWith(prefix.S);
  if ("B" in value && "B" in prefix) return binaryOrder(value.B).startsWith(binaryOrder(prefix.B));
  return false;
}

/** Whether a string or binary contains a part, or a set or list a member. */
export function containsValue(value: AttributeValue, part: AttributeValue): boolean {
  if ("S" in value) return "S" in part && value.S.includes(part.S);
  if ("B" in value) return "B" in part && binaryOrder(value.B).includes(binaryOrder(part.B));
  if ("L" in value) return value.L.some((member) => equalValues(member, part));
  if ("SS" in value) return "S" in part && value.SS.includes(part.S);
  if ("NS" in value) return "N" in part && value.NS.includes(part.N);
  return "BS" in value && "B" in part && value.BS.includes(part.B);
}

function equalTo(left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  return left !== undefined && right !== undefined && equalValues(left, right);
}

function stringOrder(text: string): string {
  if (!NEEDS_REORDERING.test(text)) return text;
  let ordered = "";
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
    ordered += String.fromCharCode(isSurrogate ? unit + 0x2000 : unit > 0xdfff ? unit - 0x800 : unit);
  }
  return ordered;
}

/** One character for each byte. */
function binaryOrder(base64: string): string {
  return Buffer.from(base64, "base64").toString("latin1");
}

function compareTexts(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
