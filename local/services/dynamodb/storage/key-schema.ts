import { ItemKeyError, ItemValidationError, invalidParameter, validationError } from "../errors";
import { type AttributeValue, type Item, typeOf } from "../values/attribute-value";
import { keyOrder } from "../values/order";
import { binaryBytes } from "../values/size";
import { type Position, positionOf } from "./position";

/** An attribute of a key and its type. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: "S" | "N" | "B";
}

/** The key of a table or an index. */
export interface KeySchema {
  readonly partition: KeyAttribute;
  readonly sort?: KeyAttribute;
}

const LONGEST_PARTITION_BYTES = 2_048;
const LONGEST_SORT_BYTES = 1_024;

/** The attributes of a key, the partition key first. */
export function keyAttributes(schema: KeySchema): readonly KeyAttribute[] {
  return schema.sort === undefined ? [schema.partition] : [schema.partition, schema.sort];
}

/** The names of a key's attributes, the partition key first. */
export function keyNames(schema: KeySchema): readonly string[] {
  return keyAttributes(schema).map((attribute) => attribute.name);
}

/** Where an item lies by this key; undefined when it lacks one of the attributes or has it in another type. */
export function locate(schema: KeySchema, item: Item, tie = ""): Position | undefined {
  const partition = item[schema.partition.name];
  if (partition === undefined || !(schema.partition.type in partition)) return undefined;
  if (schema.sort === undefined) return positionOf(keyOrder(partition), "", tie);
  const sort = item[schema.sort.name];
  if (sort === undefined || !(schema.sort.type in sort)) return undefined;
  return positionOf(keyOrder(partition), keyOrder(sort), tie);
}

/**
 * Where an item or a checked key lies in its table.
 * @throws TypeError when it was not checked
 */
export function locatePrimary(schema: KeySchema, item: Item): Position {
  const position = locate(schema, item);
  if (position === undefined) throw new TypeError("an item without its key");
  return position;
}

/**
 * Checks a key as `GetItem` and `DeleteItem` take it: exactly the key's attributes, in their types.
 * @throws AwsError with AWS's words
 */
export function checkKey(schema: KeySchema, key: Item): void {
  const attributes = keyAttributes(schema);
  for (const attribute of attributes) {
    const value = key[attribute.name];
    if (value === undefined || typeOf(value) !== attribute.type) throw keyMismatch();
    checkNotEmpty(attribute, value);
    checkLength(value, attribute === schema.partition);
  }
  if (Object.keys(key).length !== attributes.length) throw keyMismatch();
}

/**
 * Checks that an item to be put has the table's key.
 * @throws AwsError with AWS's words
 */
export function checkItemKey(schema: KeySchema, item: Item): void {
  for (const attribute of keyAttributes(schema)) {
    const value = item[attribute.name];
    if (value === undefined) throw new ItemKeyError(`Missing the key ${attribute.name} in the item`);
    const actual = typeOf(value);
    if (actual !== attribute.type) {
      throw new ItemKeyError(
        `Type mismatch for key ${attribute.name} expected: ${attribute.type} actual: ${actual}`,
      );
    }
    checkNotEmpty(attribute, value);
    checkLength(value, attribute === schema.partition);
  }
}

/** What AWS says about a key that is not one of the table. */
export function keyMismatch(): ItemValidationError {
  return new ItemValidationError("The provided key element does not match the schema");
}

/** The kind of value that a key must not be: an empty text or binary has no place in an index. */
export function emptyKind(value: AttributeValue): "string" | "binary" | undefined {
  if ("S" in value && value.S === "") return "string";
  return "B" in value && value.B === "" ? "binary" : undefined;
}

/** @throws AwsError when a key's value is longer than DynamoDB allows */
function checkLength(value: AttributeValue, isPartition: boolean): void {
  const bytes = "S" in value ? Buffer.byteLength(value.S) : "B" in value ? binaryBytes(value.B) : 0;
  if (isPartition && bytes > LONGEST_PARTITION_BYTES) {
    // The missing blank is AWS's.
    throw invalidParameter(
      `Size of hashkey has exceeded the maximum size limit of${LONGEST_PARTITION_BYTES} bytes`,
    );
  }
  if (!isPartition && bytes > LONGEST_SORT_BYTES) {
    throw invalidParameter(
      `Aggregated size of all range keys has exceeded the size limit of ${LONGEST_SORT_BYTES} bytes`,
    );
  }
}

function checkNotEmpty(attribute: KeyAttribute, value: AttributeValue): void {
  const kind = emptyKind(value);
  if (kind === undefined) return;
  throw validationError(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${attribute.name}`,
  );
}
