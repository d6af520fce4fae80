import type { ErrorObject } from "ajv-draft-04";

/**
 * What is wrong with a body, in the words of the validator that API Gateway uses, such as
 * `[object has missing required properties (["name","price"])]`. It names values and properties, not places.
 */
export function validationText(errors: readonly ErrorObject[]): string {
  const texts = new Set<string>();
  for (const group of groups(errors)) texts.add(textOf(group));
  return `[${[...texts].join(", ")}]`;
}

/** Missing and surplus properties of one object are told together. */
function groups(errors: readonly ErrorObject[]): readonly (readonly [ErrorObject, ...ErrorObject[]])[] {
  const byPlace = new Map<string, [ErrorObject, ...ErrorObject[]]>();
  for (const [index, error] of errors.entries()) {
    const together = error.keyword === "required" || error.keyword === "additionalProperties";
    const place = together ? `${error.keyword} ${error.instancePath} ${error.schemaPath}` : String(index);
    const known = byPlace.get(place);
    if (known === undefined) byPlace.set(place, [error]);
    else known.push(error);
  }
  return [...byPlace.values()];
}

function textOf(group: readonly [ErrorObject, ...ErrorObject[]]): string {
  const [error] = group;
  const { params, data } = error;
  const limit = params["limit"];
  switch (error.keyword) {
    case "required":
      return `object has missing required properties (${sortedJson(group, "missingProperty")})`;
    case "additionalProperties":
      return `object instance has properties which are not allowed by the schema: ${sortedJson(group, "additionalProperty")}`;
    case "type": {
      const allowed = JSON.stringify([params["type"]].flat().sort());
      return `instance type (${typeName(data)}) does not match any allowed primitive type (allowed: ${allowed})`;
    }
    case "enum":
      return `instance value (${JSON.stringify(data)}) not found in enum (possible values: ${JSON.stringify(params["allowedValues"])})`;
    case "minLength":
      return `string ${JSON.stringify(data)} is too short (length: ${String(data).length}, required minimum: ${limit})`;
    case "maxLength":
      return `string ${JSON.stringify(data)} is too long (length: ${String(data).length}, maximum allowed: ${limit})`;
    case "pattern":
      return `ECMA 262 regex ${JSON.stringify(params["pattern"])} does not match input string ${JSON.stringify(data)}`;
    case "minimum":
      return error.params["comparison"] === ">"
        ? `numeric instance is not strictly greater than the required minimum ${limit}`
        : `numeric instance is lower than the required minimum (minimum: ${limit}, found: ${JSON.stringify(data)})`;
    case "maximum":
      return error.params["comparison"] === "<"
        ? `numeric instance is not strictly lower than the required maximum ${limit}`
        : `numeric instance is greater than the required maximum (maximum: ${limit}, found: ${JSON.stringify(data)})`;
    case "minItems":
      return `array is too short: must have at least ${limit} elements but instance has ${lengthOf(data)} elements`;
    case "maxItems":
      return `array is too long: must have at most ${limit} elements but instance has ${lengthOf(data)} elements`;
    case "uniqueItems":
      return "array must not contain duplicate elements";
    case "minProperties":
      return `object has too few properties (found ${sizeOf(data)} but schema requires at least ${limit})`;
    case "maxProperties":
      return `object has too many properties (found ${sizeOf(data)} but schema requires at most ${limit})`;
    case "multipleOf":
      return `remainder of division is not zero (${JSON.stringify(data)} / ${params["multipleOf"]})`;
    case "oneOf":
      return "instance failed to match exactly one schema";
    case "anyOf":
      return "instance failed to match at least one required schema";
    case "not":
      return "instance matched a schema which it should not have";
    default:
      return error.message ?? error.keyword;
  }
}

function sortedJson(errors: readonly ErrorObject[], parameter: string): string {
  return JSON.stringify(errors.map(({ params }) => String(params[parameter])).sort());
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "number" && Number.isInteger(value) ? "integer" : typeof value;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function sizeOf(value: unknown): number {
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}
