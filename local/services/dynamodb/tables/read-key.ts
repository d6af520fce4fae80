import { invalidParameter, validationError } from "../errors";
import type { KeyAttribute, KeySchema } from "../storage/key-schema";
import type { AttributeDefinitionInput, KeySchemaElement } from "./table-inputs";

/** The types of attributes by name. */
export type AttributeTypes = ReadonlyMap<string, KeyAttribute["type"]>;

/** @throws AwsError when an attribute is defined twice */
export function readAttributeTypes(definitions: readonly AttributeDefinitionInput[]): AttributeTypes {
  const types = new Map<string, KeyAttribute["type"]>();
  for (const { AttributeName: name, AttributeType: type } of definitions) {
    if (types.has(name)) throw validationError(`Attribute Name is duplicated: ${name}`);
    types.set(name, type);
  }
  return types;
}

/** Reads the key of a table or an index. @throws AwsError with AWS's words */
export function readKey(elements: readonly KeySchemaElement[], types: AttributeTypes): KeySchema {
  const [first, second] = elements;
  if (first?.KeyType !== "HASH") {
    throw validationError("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  }
  if (second === undefined) return { partition: keyAttribute(first, elements, types) };
  if (second.KeyType !== "RANGE") {
    throw validationError("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
  }
  if (first.AttributeName === second.AttributeName) {
    throw validationError("Both the Hash Key and the Range Key element in the KeySchema have the same name");
  }
  return {
    partition: keyAttribute(first, elements, types),
    sort: keyAttribute(second, elements, types),
  };
}

function keyAttribute(
  { AttributeName: name }: KeySchemaElement,
  elements: readonly KeySchemaElement[],
  types: AttributeTypes,
): KeyAttribute {
  const type = types.get(name);
  if (type !== undefined) return { name, type };
  const keys = elements.map((element) => element.AttributeName).join(", ");
  throw invalidParameter(
    `Some index key attributes are not defined in AttributeDefinitions. Keys: [${keys}], AttributeDefinitions: [${[...types.keys()].join(", ")}]`,
  );
}
