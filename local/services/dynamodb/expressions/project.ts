import { type AttributeValue, emptyItem, type Item } from "../values/attribute-value";
import type { DocumentPath } from "./bound";

/** The paths of a projection as a tree; a leaf takes everything below it. */
type Node = Map<string | number, Node> | "all";

/** What a projection shows of items. */
export type Projector = (item: Item) => Item;

/** Makes the projection of these paths; list elements keep their order and close up. */
export function projector(paths: readonly DocumentPath[]): Projector {
  const root = new Map<string | number, Node>();
  for (const path of paths) grow(root, path);
  return (item) => projectMap(item, root) ?? emptyItem();
}

function grow(root: Map<string | number, Node>, path: DocumentPath): void {
  let level = root;
  path.forEach((step, i) => {
    const there = level.get(step);
    if (i === path.length - 1 || there === "all") level.set(step, "all");
    else {
      const inner = there ?? new Map<string | number, Node>();
      level.set(step, inner);
      level = inner;
    }
  });
}

function project(value: AttributeValue, node: Node): AttributeValue | undefined {
  if (node === "all") return value;
  if ("M" in value) {
    const map = projectMap(value.M, node);
    return map === undefined ? undefined : { M: map };
  }
  if (!("L" in value)) return undefined;
  const members = [...node]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([index, inner]) => {
      const member = typeof index === "number" ? value.L[index] : undefined;
      return member === undefined ? undefined : project(member, inner);
    })
    .filter((member) => member !== undefined);
  return members.length === 0 ? undefined : { L: members };
}

function projectMap(map: Item, nodes: Map<string | number, Node>): Item | undefined {
  const projected = emptyItem();
  let found = false;
  for (const [name, inner] of nodes) {
    const value = typeof name === "string" ? map[name] : undefined;
    const part = value === undefined ? undefined : project(value, inner);
    if (part === undefined) continue;
    projected[String(name)] = part;
    found = true;
  }
  return found ? projected : undefined;
}
