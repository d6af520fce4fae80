import { ItemValidationError, invalidParameter, serializationError, validationError } from "../errors";
import { type AttributeType, type AttributeValue, emptyItem, type Item } from "./attribute-value";
import { normalizeNumber } from "./decimal";

/** The attribute itself is the first level. */
const MOST_LEVELS = 32;
const LONGEST_NAME_BYTES = 65_535;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Checks the attributes of a request and brings them into the form in which they are stored.
 * @throws AwsError as AWS answers to values that it does not take
 */
export function readItem(raw: unknown): Item {
  return readAttributes(raw, 1);
}

/** Checks one value of a request. @throws AwsError as AWS answers to values that it does not take */
export function readValue(raw: unknown): AttributeValue {
  return readAt(raw, 1);
}

function readAttributes(raw: unknown, level: number): Item {
  if (!isObject(raw))
    throw serializationError("Unexpected value type in payload: attributes are a JSON object");
  const item = emptyItem();
  for (const name in raw) {
    if (name === "") throw validationError("Empty attribute name");
    if (name.length > LONGEST_NAME_BYTES / 4 && Buffer.byteLength(name) > LONGEST_NAME_BYTES) {
      throw validationError("Attribute name is too large, must be less than 65536 bytes");
    }
    item[name] = readAt(raw[name], level);
  }
  return item;
}

function readAt(raw: unknown, level: number): AttributeValue {
  if (!isObject(raw)) {
    throw serializationError(
      `Unexpected value type in payload: ${JSON.stringify(raw)} is no attribute value`,
    );
  }
  if (level > MOST_LEVELS) {
    throw validationError(
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
    );
  }
  let found: AttributeType | undefined;
  for (const type in raw) {
    if (found !== undefined) {
      throw validationError(
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
      );
    }
    found = type as AttributeType;
  }
  if (found === undefined) {
    throw validationError(
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
    );
  }
  return readTyped(found, raw[found], level);
}

function readTyped(type: AttributeType, raw: unknown, level: number): AttributeValue {
  switch (type) {
    case "S":
      return { S: text(raw) };
    case "N":
      return { N: normalizeNumber(text(raw)) };
    case "B":
      return { B: base64(raw) };
    case "BOOL":
      if (typeof raw !== "boolean")
        throw serializationError("Unexpected value type in payload: BOOL is a boolean");
      return { BOOL: raw };
    case "NULL":
      if (raw !== true) throw invalidParameter("Null attribute value types must have the value of true");
      return { NULL: true };
    case "SS":
      return { SS: distinct(filled(list(raw).map(text), "An string set  may not be empty"), "SS") };
    case "NS":
      return {
        NS: distinct(
          filled(
            list(raw).map((member) => normalizeNumber(text(member))),
            "An number set  may not be empty",
          ),
          "NS",
        ),
      };
    case "BS":
      return { BS: distinct(filled(list(raw).map(base64), "Binary sets should not be empty"), "BS") };
    case "L":
      return { L: list(raw).map((member) => readAt(member, level + 1)) };
    case "M":
      return { M: readAttributes(raw, level + 1) };
    default:
      throw validationError(
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
      );
  }
}

function filled(members: string[], message: string): string[] {
  if (members.length === 0) throw invalidParameter(message);
  return members;
}

function distinct(members: string[], type: "SS" | "NS" | "BS"): string[] {
  if (new Set(members).size === members.length) return members;
  if (type === "NS") throw new ItemValidationError("Input collection contains duplicates");
  const collection = `Input collection [${members.join(", ")}]`;
  throw invalidParameter(
    type === "SS" ? `${collection} contains duplicates.` : `${collection}of type BS contains duplicates.`,
  );
}

function text(raw: unknown): string {
  if (typeof raw === "string") return raw;
  throw serializationError(`${javaKind(raw)} cannot be converted to String`);
}

function base64(raw: unknown): string {
  const written = text(raw);
  if (BASE64.test(written)) return canonical(written);
  throw serializationError(`'${written}' can not be converted to a Blob: Invalid Base64`);
}

/** The bits that padding leaves over do not count. */
function canonical(written: string): string {
  return written.endsWith("=") ? Buffer.from(written, "base64").toString("base64") : written;
}

function list(raw: unknown): unknown[] {
  if (Array.isArray(raw)) return raw;
  throw serializationError("Unexpected field type: a list was expected");
}

function isObject(raw: unknown): raw is Record<string, unknown> {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw);
}

/** What AWS calls a JSON value of the wrong type. */
export function javaKind(raw: unknown): string {
  if (typeof raw === "number") return "NUMBER_VALUE";
  if (typeof raw === "boolean") return raw ? "TRUE_VALUE" : "FALSE_VALUE";
  if (typeof raw === "string") return "STRING_VALUE";
  return Array.isArray(raw) ? "START_ARRAY" : raw === null ? "NULL_VALUE" : "START_OBJECT";
}
