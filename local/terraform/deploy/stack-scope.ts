import type { Resolved, Scope } from "../expressions/scope";
import type { SynthesizedStack } from "../stacks";

/** What expressions of a stack may refer to: the values of its nodes so far, and where it lies. */
export class StackScope implements Scope {
  readonly directory: string;

  /** @param values - by node key */
  constructor(
    private readonly stack: SynthesizedStack,
    private readonly values: ReadonlyMap<string, unknown>,
  ) {
    this.directory = stack.directory;
  }

  resolve(root: string, path: readonly string[]): Resolved | undefined {
    if (root === "path") return { value: { module: ".", root: ".", cwd: this.directory }, consumed: 0 };
    if (root === "terraform") return { value: { workspace: "default" }, consumed: 0 };
    const consumed = root === "data" ? 2 : 1;
    const key = `${this.stack.name}/${[root, ...path.slice(0, consumed)].join(".")}`;
    return this.values.has(key) ? { value: this.values.get(key), consumed } : undefined;
  }
}
