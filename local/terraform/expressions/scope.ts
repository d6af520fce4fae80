/** A value that a reference stands for. */
export interface Resolved {
  readonly value: unknown;
  /** How many names of the path belong to the reference itself; the rest are attributes of the value. */
  readonly consumed: number;
}

/** What an expression may refer to. */
export interface Scope {
  /** The folder from which file functions count relative paths. */
  readonly directory: string;
  /**
   * @param root - the first name, such as `data`
   * @param path - the names that follow it, as far as they stand in the text
   * @returns undefined when nothing has this name
   */
  resolve(root: string, path: readonly string[]): Resolved | undefined;
}

/** A scope with variables in front: of a `for`, or `each` and `count`. */
export function withVariables(scope: Scope, variables: Readonly<Record<string, unknown>>): Scope {
  return {
    directory: scope.directory,
    resolve: (root, path) =>
      Object.hasOwn(variables, root) ? { value: variables[root], consumed: 0 } : scope.resolve(root, path),
  };
}
