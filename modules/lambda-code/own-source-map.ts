import { posix } from "node:path";
import { decodeMappings, encodeMappings, type Segment } from "./source-map-mappings";

/** A source map, as far as it is used here. */
interface SourceMap {
  readonly version: number;
  readonly sourceRoot?: string;
  readonly sources: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/**
 * Leaves out of a source map what points into packages. Node reads the whole map at every cold start; packages
 * make up nearly all of it, and nobody debugs them by it. Sources are named by their path in the repository: where
 * the map will lie, such as `/var/task`, nothing leads to them.
 * @param folder - that the map's sources start from, below the repository's root
 */
export function keepOwnSources(json: string, folder: string): string {
  const map: SourceMap = JSON.parse(json);
  const paths = map.sources.map((source) => posix.join(folder, source));
  const isOwn = map.sources.map((source) => !source.includes("node_modules/"));
  const sources: string[] = [];
  const names: string[] = [];
  const sourceNumbers = new Map<number, number>();
  const nameNumbers = new Map<number, number>();

  const lines = decodeMappings(map.mappings).map((line) => {
    const kept: Segment[] = [];
    for (const { column, origin } of line) {
      if (origin !== undefined && isOwn[origin.source]) {
        const source = renumber(sourceNumbers, sources, paths, origin.source);
        const name =
          origin.name === undefined ? undefined : renumber(nameNumbers, names, map.names, origin.name);
        kept.push({ column, origin: { ...origin, source, name } });
      } else if (kept.at(-1)?.origin !== undefined) {
        // Without an end, the last own segment would claim the package's code that follows.
        kept.push({ column, origin: undefined });
      }
    }
    return kept;
  });
  const { version, sourceRoot } = map;
  return JSON.stringify({ version, sourceRoot, sources, names, mappings: encodeMappings(lines) });
}

/** The number of an entry in the shorter list, which it joins when it is first used. */
function renumber(
  numbers: Map<number, number>,
  list: string[],
  full: readonly string[],
  index: number,
): number {
  const known = numbers.get(index);
  if (known !== undefined) return known;
  const number = list.push(full[index] ?? "") - 1;
  numbers.set(index, number);
  return number;
}
