import { createRequire } from "node:module";
import type { Context } from "aws-lambda";

/** Tells what the function was given: memory, time, and a package that only a layer has. */
export const handler = async (_event: unknown, context: Context): Promise<object> => ({
  // An import statement would not find it: ES modules do not look where layers lie.
  ...createRequire(import.meta.url)("greeting"),
  memoryMb: context.memoryLimitInMB,
  remainingMs: context.getRemainingTimeInMillis(),
});
