import type { AttributeValue, Item } from "../values/attribute-value";
import type { DocumentPath } from "./bound";
import { ExpressionError } from "./token-cursor";

/** What a path leads to in an item. */
export function valueAt(item: Item, path: DocumentPath): AttributeValue | undefined {
  let value: AttributeValue | undefined = item[String(path[0])];
  for (let i = 1; i < path.length && value !== undefined; i++) {
    const step = path[i];
    if (typeof step === "number") value = "L" in value ? value.L[step] : undefined;
    else value = step !== undefined && "M" in value ? value.M[step] : undefined;
  }
  return value;
}

/** How AWS writes a path in messages: `[a, b, [0]]`. */
export function pathText(path: DocumentPath): string {
  return `[${path.map((step) => (typeof step === "number" ? `[${step}]` : step)).join(", ")}]`;
}

/**
 * Checks that no path leads to or through the same place as another.
 * @throws ExpressionError when one does, or when two disagree whether a place is a list or a map
 */
export function checkDistinctPaths(paths: readonly DocumentPath[]): void {
  for (let second = 1; second < paths.length; second++) {
    for (let first = 0; first < second; first++) {
      checkPair(paths[first] as DocumentPath, paths[second] as DocumentPath);
    }
  }
}

function checkPair(one: DocumentPath, two: DocumentPath): void {
  const shared = Math.min(one.length, two.length);
  for (let i = 0; i < shared; i++) {
    if (typeof one[i] !== typeof two[i]) throw pathError("conflict", one, two);
    if (one[i] !== two[i]) return;
  }
  throw pathError("overlap", one, two);
}

function pathError(what: "conflict" | "overlap", one: DocumentPath, two: DocumentPath): ExpressionError {
  return new ExpressionError(
    `Two document paths ${what} with each other; must remove or rewrite one of these paths; ` +
      `path one: ${pathText(one)}, path two: ${pathText(two)}`,
  );
}
