import { readFileSync } from "node:fs";
import { join } from "node:path";

/** CDKTF's name of the remote state through which one stack reads another. */
const REMOTE_STATE =
  /data\.terraform_remote_state\.(cross-stack-reference-input-([a-z0-9-]+))\.outputs\.([\w-]+)/g;

/**
 * The outputs that a stack reads of other stacks, by the name of the stack.
 * @param folder - the folder of the synthesized stack
 */
export function outputsRead(folder: string): ReadonlyMap<string, readonly string[]> {
  const text = readFileSync(join(folder, "cdk.tf.json"), "utf8");
  const read = new Map<string, Set<string>>();
  for (const [, , stack = "", output = ""] of text.matchAll(REMOTE_STATE)) {
    read.set(stack, (read.get(stack) ?? new Set()).add(output));
  }
  return new Map([...read].map(([stack, outputs]) => [stack, [...outputs].sort()]));
}
