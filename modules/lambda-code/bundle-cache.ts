import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { version } from "esbuild";
import { BUILD_OPTIONS, type BuildResult, writeAtomically } from "./esbuild-build";
import { bundleName } from "./handler-entries";
import type { HandlerBundle } from "./index";

/** How an input looked when it was bundled. */
interface InputState {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly hash: string;
}

interface CacheFile {
  readonly key: string;
  readonly inputs: readonly InputState[];
  readonly bundles: readonly { readonly entry: string; readonly hash: string; readonly sizeBytes: number }[];
}

/** Files that change what esbuild resolves or emits without being inputs of the bundle. */
const SURROUNDINGS = ["package.json", "package-lock.json", "tsconfig.json"];

/** No hash ever equals this one, so the input counts as changed. */
const NOT_TO_BE_TRUSTED = "";

/** The bundles of an earlier call, if nothing that went into them has changed since. */
export function bundlesFromCache(
  root: string,
  outDir: string,
  entries: readonly string[],
): readonly HandlerBundle[] | undefined {
  const cache = readCache(outDir);
  if (cache === undefined || cache.key !== keyOf(root, entries)) return undefined;

  const inputs: InputState[] = [];
  for (const before of cache.inputs) {
    const now = stateOf(root, before);
    if (now === undefined || now.hash !== before.hash) return undefined;
    inputs.push(now);
  }

  const bundles = cache.bundles.map((each) => ({
    ...each,
    directory: path.join(outDir, bundleName(each.entry)),
  }));
  const complete = bundles.every(({ directory, sizeBytes }) => {
    const bundle = statSync(path.join(directory, "index.mjs"), { throwIfNoEntry: false });
    return bundle?.size === sizeBytes && existsSync(path.join(directory, "index.mjs.map"));
  });
  if (!complete) return undefined;

  // A fresh checkout changes times, not contents: note the new times, so that the next call need not read.
  const touched = inputs.some((now, index) => now.modifiedMs !== cache.inputs[index]?.modifiedMs);
  if (touched) writeAtomically(cachePath(outDir), JSON.stringify({ ...cache, inputs }));
  return bundles;
}

/** Notes what went into a build that began at `startedMs`. */
export function storeInCache(
  root: string,
  outDir: string,
  entries: readonly string[],
  { bundles, inputs }: BuildResult,
  startedMs: number,
): void {
  const states = inputs.flatMap((input) => {
    const state = stateOf(root, { path: input, sizeBytes: -1, modifiedMs: -1, hash: NOT_TO_BE_TRUSTED });
    if (state === undefined) return [{ path: input, sizeBytes: -1, modifiedMs: -1, hash: NOT_TO_BE_TRUSTED }];
    // Edited while esbuild was reading: nobody knows which version the bundle has.
    return [
      Math.floor(state.modifiedMs) > startedMs
        ? { ...state, modifiedMs: -1, hash: NOT_TO_BE_TRUSTED }
        : state,
    ];
  });
  const cache: CacheFile = {
    key: keyOf(root, entries),
    inputs: states,
    bundles: bundles.map(({ entry, hash, sizeBytes }) => ({ entry, hash, sizeBytes })),
  };
  writeAtomically(cachePath(outDir), JSON.stringify(cache));
}

/** How an input looks now. Same size and time as before: taken as unread and unchanged. */
function stateOf(root: string, before: InputState): InputState | undefined {
  const file = path.join(root, before.path);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  const { size: sizeBytes, mtimeMs: modifiedMs } = stat;
  if (sizeBytes === before.sizeBytes && modifiedMs === before.modifiedMs) return before;
  return { path: before.path, sizeBytes, modifiedMs, hash: hashOf(readFileSync(file)) };
}

function keyOf(root: string, entries: readonly string[]): string {
  const surroundings = SURROUNDINGS.map((name) => {
    const file = path.join(root, name);
    return existsSync(file) ? hashOf(readFileSync(file)) : "absent";
  });
  return hashOf(JSON.stringify([version, BUILD_OPTIONS, entries, surroundings]));
}

function readCache(outDir: string): CacheFile | undefined {
  try {
    return JSON.parse(readFileSync(cachePath(outDir), "utf8"));
  } catch {
    // Absent or damaged: the bundles are simply built again.
    return undefined;
  }
}

function cachePath(outDir: string): string {
  return path.join(outDir, ".cache", "inputs.json");
}

function hashOf(data: Buffer | string): string {
  return createHash("sha256").update(data).digest("hex");
}
