import * as z from "zod";

const RULE = "must be a day such as 2025-03-14 or a UTC time such as 2025-03-14T09:26:53.589Z";

/**
 * The `orderDate` of a query as the beginning that the dates of matching orders share: a day, or a UTC
 * time to the second or, up to milliseconds, finer. Left out, every date matches.
 */
export const orderDatePrefix = z
  .union([z.iso.date(), z.iso.datetime()], RULE)
  .refine((value) => !/\.\d{4}/.test(value), RULE)
  .transform((value) => (/\.\d{3}Z$/.test(value) ? value : value.replace(/Z$/, "")))
  .default("");
