import { childrenOf, type Expression } from "./syntax";

/** A name in an expression and what follows it, as far as it stands in the text: `data.aws_region.here.name`. */
export interface Reference {
  readonly root: string;
  readonly path: readonly string[];
}

/** The reference that an expression is, if it is one. */
export function referenceOf(expression: Expression): Reference | undefined {
  if (expression.kind === "name") return { root: expression.name, path: [] };
  const step =
    expression.kind === "attribute"
      ? expression.name
      : expression.kind === "index" && expression.key.kind === "literal"
        ? String(expression.key.value)
        : undefined;
  if (step === undefined || (expression.kind !== "attribute" && expression.kind !== "index"))
    return undefined;
  const inner = referenceOf(expression.of);
  return inner && { root: inner.root, path: [...inner.path, step] };
}

/** Every reference in an expression, except to variables of its own `for`s. */
export function referencesIn(expression: Expression, bound: readonly string[] = []): Reference[] {
  const reference = referenceOf(expression);
  if (reference !== undefined) return bound.includes(reference.root) ? [] : [reference];
  if (expression.kind !== "for") return childrenOf(expression).flatMap((child) => referencesIn(child, bound));
  const inside = [
    ...bound,
    expression.valueName,
    ...(expression.keyName === undefined ? [] : [expression.keyName]),
  ];
  return childrenOf(expression).flatMap((child) =>
    referencesIn(child, child === expression.of ? bound : inside),
  );
}

/** The names of the functions that expressions call. */
export function functionsIn(expressions: readonly Expression[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (expression: Expression): void => {
    if (expression.kind === "call") found.add(expression.name);
    for (const child of childrenOf(expression)) visit(child);
  };
  expressions.forEach(visit);
  return found;
}
