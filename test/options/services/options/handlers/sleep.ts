import { setTimeout } from "node:timers/promises";

/** Writes down what it was given, and when, and takes five seconds for it. */
export const handler = async (event: unknown): Promise<string> => {
  console.info(JSON.stringify({ atMs: Date.now(), event }));
  await setTimeout(5_000);
  return "awake";
};
