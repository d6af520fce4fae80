import { inOrder } from "../terraform/in-order";
import { type ApplyOptions, type ApplyResult, applyStack } from "./apply-stack";
import type { Way } from "./check-bundle";
import type { StackFolder } from "./stack-folders";

/** The endings after which stacks that depend on a stack may be applied. */
const THROUGH: readonly ApplyResult["kind"][] = ["applied", "no changes", "applied before"];

/**
 * Applies the initialized stacks of a bundle, each as soon as those that it depends on are through. Where one fails,
 * waits or is told to stop, what is under way is finished, and what depends on it is not begun.
 */
export async function applyStacks(
  stacks: readonly StackFolder[],
  ways: ReadonlyMap<string, Way>,
  options: ApplyOptions,
): Promise<ReadonlyMap<string, ApplyResult>> {
  const results = new Map<string, ApplyResult>(stacks.map(({ name }) => [name, { kind: "not begun" }]));
  let failed = false;
  const isThrough = (name: string) => THROUGH.includes(results.get(name)?.kind ?? "applied before");
  await inOrder(
    stacks,
    ({ name }) => name,
    ({ dependencies }) => dependencies,
    async (stack) => {
      const { name, dependencies } = stack;
      const way = ways.get(name);
      if (way === undefined || failed || options.signal.aborted || !dependencies.every(isThrough)) return;
      const result = await applyStack(stack, way, options);
      results.set(name, result);
      if (result.kind === "failed") failed = true;
      options.told(name, result.kind);
    },
  );
  return results;
}
