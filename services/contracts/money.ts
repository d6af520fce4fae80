import * as z from "zod";

/** 100 million in a currency with cents; 100 lines of 1 000 pieces at this price still sum up exactly. */
const MAX_MINOR_UNITS = 10_000_000_000;

const MINOR_UNITS_RULE = `must be a whole number of minor units from 0 to ${MAX_MINOR_UNITS}, for example 4999 for 49.99`;

/** A price in minor units of its currency (`4999` is 49.99 in a currency with cents). */
export const minorUnits = z
  .int({ error: (issue) => (issue.input === undefined ? undefined : MINOR_UNITS_RULE), abort: true })
  .min(0, MINOR_UNITS_RULE)
  .max(MAX_MINOR_UNITS, MINOR_UNITS_RULE);

/** An ISO 4217 currency code. */
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, "must be an ISO 4217 code of three capital letters, for example USD");
