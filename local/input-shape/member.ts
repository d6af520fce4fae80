/** What a value breaks, and where: the path grows on its way out to the request. */
export interface Problem {
  readonly path: string;
  readonly value: unknown;
  readonly constraint: string;
}

/** What a member of a request has to be. */
export interface Member {
  readonly required: boolean;
  /**
   * Looks at a value that is there.
   * @returns what it breaks; undefined when it is right, so that nothing is made for a right request
   * @throws AwsError `SerializationException` for another JSON type
   */
  check(value: unknown): readonly Problem[] | undefined;
}

/** A member that must be there. */
export function required(member: Member): Member {
  return { ...member, required: true };
}

/** A value that breaks one constraint. */
export function breaks(value: unknown, constraint: string): readonly Problem[] {
  return [{ path: "", value, constraint }];
}

/** The problems of a part, as the whole sees them. */
export function below(path: string, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => ({
    ...problem,
    path: problem.path === "" ? path : `${path}.${problem.path}`,
  }));
}

/** The length of a text or a list out of bounds. */
export function lengthProblem(
  value: { readonly length: number },
  least: number,
  most: number,
): readonly Problem[] | undefined {
  if (value.length < least) {
    return breaks(value, `Member must have length greater than or equal to ${least}`);
  }
  if (value.length > most) return breaks(value, `Member must have length less than or equal to ${most}`);
  return undefined;
}
