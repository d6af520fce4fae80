import type { LocalCloud } from "../../local/cloud";

/** One invocation of a handler that writes down what it was given. */
export interface Recorded {
  /** When it began, by the handler's own clock. */
  readonly atMs: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever reaches a function
  readonly event: any;
}

/** What a function has written down, in order. */
export function recorded(cloud: LocalCloud, functionName: string): readonly Recorded[] {
  return cloud
    .logs(`/aws/lambda/${functionName}`)
    .map((line) => line.split("\tINFO\t")[1])
    .filter((text) => text !== undefined)
    .map((text) => JSON.parse(text) as Recorded);
}
