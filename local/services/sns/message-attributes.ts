import { invalidParameter } from "./errors";

/** An attribute of a published message, as the wire has it: binary values in Base64. */
export interface MessageAttribute {
  /** There in every attribute that was checked. */
  readonly DataType?: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/** Attributes by name. */
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

const NAME = /^(?!AWS\.|Amazon\.)(?!\.)(?!.*\.$)(?!.*\.\.)[A-Za-z0-9_.-]{1,256}$/i;
const TYPE = /^(String|Number|Binary)(\..+)?$/;

/** @throws AwsError `InvalidParameter`, `InvalidParameterValue` for names, types and values that SNS refuses */
export function checkAttributes(attributes: MessageAttributes): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    if (!NAME.test(name)) throw invalidParameter(`The message attribute name '${name}' is invalid.`);
    if (!attribute.DataType) {
      throw invalidParameter(
        `The message attribute '${name}' must contain non-empty message attribute type.`,
      );
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
        `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${attribute.DataType}'.`,
      );
    }
    if (kind === "Number" && !Number.isFinite(Number(value))) {
      throw invalidParameter(`Could not cast message attribute '${name}' value to number.`);
    }
    if (attribute.DataType === "String.Array" && !Array.isArray(parse(value))) {
      throw invalidParameter(`Message attribute '${name}' of type 'String.Array' must be a JSON array.`);
    }
  }
}

/** What the attributes count towards the size of a message: names, types and values, in bytes. */
export function attributesSizeBytes(attributes: MessageAttributes): number {
  let size = 0;
  for (const [name, { DataType = "", StringValue, BinaryValue }] of Object.entries(attributes)) {
    const value =
      BinaryValue === undefined ? Buffer.from(StringValue ?? "") : Buffer.from(BinaryValue, "base64");
    size += Buffer.byteLength(name) + Buffer.byteLength(DataType) + value.length;
  }
  return size;
}

/** The attributes as values that a filter policy is compared with; binary ones cannot be filtered by. */
export function filterableValues(attributes: MessageAttributes): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, { DataType = "", StringValue = "" }]) => {
      if (DataType.startsWith("Binary")) return [];
      if (DataType.startsWith("Number")) return [[name, Number(StringValue)]];
      return [[name, DataType === "String.Array" ? parse(StringValue) : StringValue]];
    }),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
