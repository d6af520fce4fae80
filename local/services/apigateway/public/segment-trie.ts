/** What a path was matched to. */
export interface PathMatch<T> {
  readonly value: T;
  /** What stands in the path where the template has parameters, in order, not decoded. */
  readonly captures: readonly string[];
}

interface Node<T> {
  readonly children: Map<string, Node<T>>;
  /** The child of `{name}`. */
  parameter?: Node<T>;
  /** What `{name+}` leads to. */
  greedy?: T;
  value?: T;
}

const NONE: readonly string[] = [];

/**
 * Finds the most specific path template: a literal segment before `{name}`, and that before `{name+}`. Compiled
 * once, matched without regular expressions.
 */
export class SegmentTrie<T> {
  private readonly root: Node<T> = { children: new Map() };

  /** @param template - such as `/product/{id}` or `/files/{path+}` */
  add(template: string, value: T): void {
    let node = this.root;
    for (const segment of segmentsOf(template)) {
      const name = parameterName(segment);
      if (name?.endsWith("+")) {
        node.greedy = value;
        return;
      }
      if (name === undefined) {
        const child: Node<T> = node.children.get(segment) ?? { children: new Map() };
        node.children.set(segment, child);
        node = child;
      } else {
        node.parameter ??= { children: new Map() };
        node = node.parameter;
      }
    }
    node.value = value;
  }

  /** The value stored for a template of the same shape, whatever its parameters are called. */
  get(template: string): T | undefined {
    let node: Node<T> | undefined = this.root;
    for (const segment of segmentsOf(template)) {
      const name = parameterName(segment);
      if (name?.endsWith("+")) return node.greedy;
      node = name === undefined ? node.children.get(segment) : node.parameter;
      if (node === undefined) return undefined;
    }
    return node.value;
  }

  /**
   * @param path - as sent, without the query string
   * @param accepts - passes over matches for which it is false, so that a less specific one is taken
   */
  match(path: string, accepts: (value: T) => boolean = () => true): PathMatch<T> | undefined {
    return matchFrom(this.root, segmentsOf(path), 0, accepts);
  }
}

/** The names of a template's parameters, in order. */
export function parameterNames(template: string): readonly string[] {
  return segmentsOf(template).flatMap((segment) => parameterName(segment)?.replace(/\+$/, "") ?? []);
}

/** Parameters by name; undefined when there are none. */
export function namedParameters(
  names: readonly string[],
  captures: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (names.length === 0) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, name] of names.entries()) parameters[name] = captures[index] ?? "";
  return parameters;
}

/** `/` has no segments, `/a/` has two, the last of them empty. */
function segmentsOf(path: string): string[] {
  return path === "/" || path === "" ? [] : path.slice(1).split("/");
}

function parameterName(segment: string): string | undefined {
  return segment.startsWith("{") && segment.endsWith("}") ? segment.slice(1, -1) : undefined;
}

function matchFrom<T>(
  node: Node<T>,
  segments: readonly string[],
  index: number,
  accepts: (value: T) => boolean,
): PathMatch<T> | undefined {
  const segment = segments[index];
  if (segment === undefined) {
    return node.value !== undefined && accepts(node.value)
      ? { value: node.value, captures: NONE }
      : undefined;
  }
  const literal = node.children.get(segment);
  const exact = literal && matchFrom(literal, segments, index + 1, accepts);
  if (exact !== undefined) return exact;
  const { parameter, greedy } = node;
  if (parameter !== undefined && segment !== "") {
    const found = matchFrom(parameter, segments, index + 1, accepts);
    if (found !== undefined) return { value: found.value, captures: [segment, ...found.captures] };
  }
  if (greedy === undefined || !accepts(greedy)) return undefined;
  const rest = segments.slice(index).join("/");
  return rest === "" ? undefined : { value: greedy, captures: [rest] };
}
