import * as z from "zod";
import { parseBool, parseDecimal } from "./expressions/values";

/** A nested block that occurs at most once; Terraform's JSON writes it as an object or as a list of one. */
export function block<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (Array.isArray(value) && value.length === 1 ? value[0] : value), schema);
}

/** A nested block that may repeat; Terraform's JSON writes one occurrence as an object, too. */
export function blocks<T extends z.ZodType>(schema: T) {
  return z.preprocess(
    (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
    z.array(schema),
  );
}

/** A number, or a text that Terraform would convert to one. */
export const number = z.preprocess(
  (value) => (typeof value === "string" ? parseDecimal(value) : value),
  z.number(),
);

/** A boolean, or a text that Terraform would convert to one. */
export const bool = z.preprocess(
  (value) => (typeof value === "string" ? (parseBool(value) ?? value) : value),
  z.boolean(),
);

/** A text, or a number or boolean that Terraform would convert to one. */
export const text = z.preprocess(
  (value) => (typeof value === "number" || typeof value === "boolean" ? String(value) : value),
  z.string(),
);
