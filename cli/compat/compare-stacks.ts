import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

/** Something that is not the same in both syntheses. */
export interface Difference {
  /** A file, and a place in it where it is JSON: `cdk.tf.json: resource.aws_sqs_queue.orders.name`. */
  readonly at: string;
  /** JSON; nothing when it is not there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** How a stack, or what lies beside the stacks, compares. */
export interface Comparison {
  readonly name: string;
  readonly differences: readonly Difference[];
}

/** What `cdktf` writes about itself: comments in the JSON, which terraform skips, and its version in the manifest. */
const OWN_METADATA = { "cdk.tf.json": "//", "manifest.json": "version" } as const;

/**
 * Compares two syntheses of the same app, the tool's own metadata aside: every stack with the code beside it, and what
 * lies beside the stacks.
 */
export function compareStacks(before: string, after: string): readonly Comparison[] {
  const stacks = union(readdirSync(join(before, "stacks")), readdirSync(join(after, "stacks")));
  const beside = union(filesOf(before), filesOf(after)).filter((file) => !file.startsWith("stacks/"));
  return [
    ...stacks.map((name) => ({
      name,
      differences: compareFolders(join(before, "stacks", name), join(after, "stacks", name)),
    })),
    ...beside.map((name) => ({ name, differences: compareFile(name, before, after) })),
  ];
}

function compareFolders(before: string, after: string): readonly Difference[] {
  return union(filesOf(before), filesOf(after)).flatMap((file) => compareFile(file, before, after));
}

function compareFile(file: string, before: string, after: string): readonly Difference[] {
  const [one, other] = [before, after].map((folder) => {
    const path = join(folder, file);
    return existsSync(path) ? readFileSync(path) : undefined;
  });
  if (one === undefined || other === undefined) {
    return [{ at: file, before: one && "(a file)", after: other && "(a file)" }];
  }
  if (one.equals(other)) return [];
  if (!file.endsWith(".json")) return [{ at: file, before: size(one), after: size(other) }];
  const ignored = file in OWN_METADATA ? OWN_METADATA[file as keyof typeof OWN_METADATA] : undefined;
  const [left, right] = [one, other].map((content): unknown =>
    JSON.parse(content.toString("utf8"), (key, value) => (key === ignored ? undefined : value)),
  );
  return compareValues(left, right, []).map(({ at, ...values }) => ({ at: `${file}: ${at}`, ...values }));
}

function compareValues(before: unknown, after: unknown, path: readonly string[]): readonly Difference[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    return union(Object.keys(before), Object.keys(after)).flatMap((key) =>
      compareValues(before[key], after[key], [...path, key]),
    );
  }
  return [{ at: path.join("."), before: JSON.stringify(before), after: JSON.stringify(after) }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** Paths of all files below a folder; none when it is missing. */
function filesOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
}

function union(some: readonly string[], others: readonly string[]): readonly string[] {
  return [...new Set([...some, ...others])].sort();
}

function size(content: Buffer): string {
  return `(${content.length} bytes)`;
}
