/** Notes what is wrong with a value; throws only when its JSON type is wrong. */
export interface Check {
  (value: unknown, path: string, problems: string[]): void;
  /** Then it looks at a member that is missing, too. */
  readonly looksAtMissing?: true;
}

/** Notes a length out of bounds. */
export function checkLength(
  length: number,
  value: unknown,
  path: string,
  problems: string[],
  least: number,
  most: number,
): void {
  if (length < least) {
    problems.push(problem(value, path, `Member must have length greater than or equal to ${least}`));
  }
  if (length > most) {
    problems.push(problem(value, path, `Member must have length less than or equal to ${most}`));
  }
}

/** The words for a constraint that a value breaks. */
export function problem(value: unknown, path: string, constraint: string): string {
  const shown =
    value === undefined || value === null
      ? "null"
      : `'${typeof value === "string" ? value : JSON.stringify(value)}'`;
  return `Value ${shown} at '${path}' failed to satisfy constraint: ${constraint}`;
}
