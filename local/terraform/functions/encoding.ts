import { ExpressionError } from "../expressions/expression-error";
import { isObject, numberText, sortedKeys, toText } from "../expressions/values";

/** JSON as Terraform writes it: keys in order, no spaces, and safe inside HTML. */
export function jsonText(value: unknown): string {
  if (value === undefined || value === null) return "null";
  if (typeof value === "number") {
    if (Number.isFinite(value)) return numberText(value);
    throw new ExpressionError("JSON has no infinite numbers");
  }
  if (Array.isArray(value)) return `[${value.map(jsonText).join(",")}]`;
  if (isObject(value)) {
    return `{${sortedKeys(value)
      .map((key) => `${jsonText(key)}:${jsonText(value[key])}`)
      .join(",")}}`;
  }
  // Go escapes these for HTML's and JavaScript's sake; JSON.stringify does not.
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function base64Bytes(encoded: string): Buffer {
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.toString("base64") !== encoded)
    throw new ExpressionError(`${JSON.stringify(encoded)} is no base64`);
  return bytes;
}

/** Functions that write a value in another form, or read it back. */
export const encodingFunctions = {
  jsonencode: jsonText,
  jsondecode: (json: unknown) => {
    const text = toText(json, "the argument");
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new ExpressionError(`${JSON.stringify(text)} is no JSON`);
    }
  },
  base64encode: (text: unknown) => Buffer.from(toText(text, "the argument")).toString("base64"),
  base64decode: (encoded: unknown) => {
    const bytes = base64Bytes(toText(encoded, "the argument"));
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new ExpressionError("the decoded bytes are no UTF-8 text");
    }
  },
  urlencode: (text: unknown) =>
    encodeURIComponent(toText(text, "the argument"))
      .replace(/%20/g, "+")
      .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`),
};
