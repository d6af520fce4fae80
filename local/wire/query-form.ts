interface Tree {
  [key: string]: Tree | string;
}

/**
 * Turns a form of the AWS Query protocol into nested values: `Tags.member.1.Key` becomes a list,
 * `Attributes.entry.1.key` and `.value` (or `Name` and `Value`) become an object.
 */
export function parseQueryForm(form: string): Record<string, unknown> {
  const tree = emptyTree();
  for (const [name, value] of new URLSearchParams(form)) {
    const path = name.split(".");
    const last = path.pop() ?? name;
    let node = tree;
    for (const part of path) {
      const child = node[part];
      if (typeof child === "object") node = child;
      else {
        const fresh = emptyTree();
        node[part] = fresh;
        node = fresh;
      }
    }
    node[last] = value;
  }
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, collapse(value)]));
}

/** Without a prototype: a parameter called `__proto__` must not reach what all objects inherit. */
function emptyTree(): Tree {
  return Object.create(null) as Tree;
}

function collapse(value: Tree | string): unknown {
  if (typeof value === "string") return value;
  if (typeof value["member"] === "object") return ordered(value["member"]).map(collapse);
  if (typeof value["entry"] === "object") {
    return Object.fromEntries(ordered(value["entry"]).map(entryOf));
  }
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, collapse(child)]));
}

function ordered(list: Tree): (Tree | string)[] {
  return Object.keys(list)
    .sort((a, b) => Number(a) - Number(b))
    .map((index) => list[index] ?? "");
}

function entryOf(entry: Tree | string): [string, unknown] {
  if (typeof entry === "string") return [entry, ""];
  return [String(entry["key"] ?? entry["Name"] ?? ""), collapse(entry["value"] ?? entry["Value"] ?? "")];
}
