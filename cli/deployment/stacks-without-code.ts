import type { StateStore } from "./state-store";

/**
 * The stacks of an environment that have resources, but are no longer among those that are synthesized: what they hold
 * runs on, and nothing manages it.
 * @param synthesized - names of all synthesized stacks
 */
export async function stacksWithoutCode(
  store: StateStore,
  synthesized: readonly string[],
): Promise<readonly string[]> {
  const left = (await store.stacks()).filter((stack) => !synthesized.includes(stack));
  const states = await Promise.all(left.map((stack) => store.state(stack)));
  return left.filter((_, index) => states[index]?.resources.some(({ mode }) => mode === "managed"));
}

/** What to do about such a stack, in words. */
export function explainWithoutCode(stack: string): string {
  return `${stack} is applied, but no longer in the sources, so nothing manages it: put it back, or destroy it from a commit that has it (npx cdktf destroy ${stack}).`;
}
