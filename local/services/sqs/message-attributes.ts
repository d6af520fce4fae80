import { createHash } from "node:crypto";
import { invalidParameter } from "./errors";

/** An attribute of a message, as the wire has it: binary values in Base64. */
export interface MessageAttribute {
  /** There in every attribute that was checked. */
  readonly DataType?: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/** Attributes by name. */
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

const MOST_ATTRIBUTES = 10;
const NAME = /^(?!AWS\.|Amazon\.)(?!\.)(?!.*\.$)(?!.*\.\.)[A-Za-z0-9_.-]{1,256}$/i;
const TYPE = /^(String|Number|Binary)(\..+)?$/;

/** @throws AwsError `InvalidParameterValue` for names, types and values that SQS refuses */
export function checkAttributes(attributes: MessageAttributes): void {
  const entries = Object.entries(attributes);
  if (entries.length > MOST_ATTRIBUTES) {
    throw invalidParameter(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MOST_ATTRIBUTES}].`,
    );
  }
  for (const [name, attribute] of entries) checkAttribute(name, attribute);
}

function checkAttribute(name: string, attribute: MessageAttribute): void {
  if (!NAME.test(name)) {
    throw invalidParameter(`Message (user) attribute name '${name}' is invalid.`);
  }
  if (!attribute.DataType) {
    throw invalidParameter(`The message attribute '${name}' must contain non-empty message attribute type.`);
  }
  const kind = TYPE.exec(attribute.DataType)?.[1];
  if (kind === undefined) {
    throw invalidParameter(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const value = kind === "Binary" ? attribute.BinaryValue : attribute.StringValue;
  if (value === undefined || value === "") {
    throw invalidParameter(
      `Message (user) attribute '${name}' must contain a non-empty value of type '${kind}'.`,
    );
  }
  if (kind === "Number" && (value.trim() === "" || !Number.isFinite(Number(value)))) {
    throw invalidParameter(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
}

/** What the attributes count towards the size of a message: names, types and values, in bytes. */
export function attributesSizeBytes(attributes: MessageAttributes): number {
  let size = 0;
  for (const [name, attribute] of Object.entries(attributes)) {
    const { DataType = "" } = attribute;
    size += Buffer.byteLength(name) + Buffer.byteLength(DataType) + valueOfBytes(attribute).length;
  }
  return size;
}

/**
 * The MD5 that SDKs compare: over every attribute in the order of names, each part led by its length.
 * Undefined when there are none.
 */
export function attributesMd5(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash("md5");
  const part = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    part(Buffer.from(name));
    part(Buffer.from(attribute.DataType ?? ""));
    hash.update(Buffer.from([attribute.BinaryValue === undefined ? 1 : 2]));
    part(valueOfBytes(attribute));
  }
  return hash.digest("hex");
}

/** The attributes that `MessageAttributeNames` asks for: exact names, `All`, `.*` or a prefix such as `order.*`. */
export function selectAttributes(
  attributes: MessageAttributes,
  names: readonly string[] | undefined,
): MessageAttributes {
  if (names === undefined || names.length === 0) return {};
  if (names.some((name) => name === "All" || name === ".*" || name === "*")) return attributes;
  const prefixes = names.filter((name) => name.endsWith(".*")).map((name) => name.slice(0, -2));
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([name]) => names.includes(name) || prefixes.some((prefix) => name.startsWith(prefix)),
    ),
  );
}

function valueOfBytes({ BinaryValue, StringValue }: MessageAttribute): Buffer {
  return BinaryValue === undefined ? Buffer.from(StringValue ?? "") : Buffer.from(BinaryValue, "base64");
}
