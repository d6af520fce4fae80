import { expect } from "@jest/globals";
import type { Hop } from "../../local/kernel/trace";

/** What a hop may be called: its label (`basket-api`), or the last word of it with its kind (`order table`). */
function isCalled(hop: Hop, name: string): boolean {
  if (hop.label === name) return true;
  const kind = hop.kind;
  if (!name.endsWith(` ${kind}`)) return false;
  const thing = name.slice(0, -kind.length - 1);
  return hop.label === thing || hop.label.endsWith(`-${thing}`);
}

expect.extend({
  /** Whether the hops lead through all the places, in that order. */
  toPassThrough(hops: readonly Hop[], ...names: string[]) {
    let from = 0;
    let missing: string | undefined;
    for (const name of names) {
      const at = hops.findIndex((hop, index) => index >= from && hop.outcome === "ok" && isCalled(hop, name));
      if (at < 0) {
        missing = name;
        break;
      }
      from = at + 1;
    }
    const way = hops.map((hop) => `  ${hop.label} ${hop.kind} (${hop.action}, ${hop.outcome})`).join("\n");
    return {
      pass: missing === undefined,
      message: () =>
        missing === undefined
          ? `the trace passes through ${names.join(" → ")}`
          : `the trace does not reach "${missing}" in the order ${names.join(" → ")}; it is\n${way}`,
    };
  },
});

declare module "expect" {
  interface Matchers<R> {
    toPassThrough(...names: string[]): R;
  }
}

declare global {
  namespace jest {
    interface Matchers<R> {
      toPassThrough(...names: string[]): R;
    }
  }
}
