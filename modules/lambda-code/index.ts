import path from "node:path";
import { bundlesFromCache, storeInCache } from "./bundle-cache";
import { build } from "./esbuild-build";
import { findHandlers } from "./handler-entries";

/** Where to find the handlers and where to put their bundles. */
export interface BundleOptions {
  /**
   * Folder that holds `services/`.
   * @defaultValue the working directory
   */
  readonly root?: string;
  /**
   * Folder of the bundles; one folder per handler appears in it.
   * @defaultValue `build/handlers` below the root
   */
  readonly outDir?: string;
}

/** The code of one function, ready to be zipped. */
export interface HandlerBundle {
  /** Path of the handler's source below the root: `services/product/handlers/api.ts`. */
  readonly entry: string;
  /** Absolute folder with `index.mjs` and its source map, and nothing else. */
  readonly directory: string;
  /** Hash of the folder's content; the same on every machine. */
  readonly hash: string;
  /** Size of `index.mjs`. */
  readonly sizeBytes: number;
}

/** The code of every function. */
export interface HandlerBundles {
  /** Every handler, sorted by entry. */
  readonly all: readonly HandlerBundle[];
  /** Whether nothing had to be built, since no input had changed. */
  readonly cached: boolean;
}

let latest: HandlerBundles | undefined;

/**
 * Bundles every `services/<service>/handlers/<handler>.ts` to `<outDir>/<service>/<handler>/index.mjs`:
 * one esbuild call for all of them, none when no input changed since the last call. Functions that are
 * constructed afterwards use these bundles.
 *
 * @throws Error when there are no handlers or one does not compile.
 */
export function bundleHandlers(options: BundleOptions = {}): HandlerBundles {
  const root = path.resolve(options.root ?? process.cwd());
  const outDir = path.resolve(options.outDir ?? path.join(root, "build", "handlers"));
  const entries = findHandlers(root);

  let all = bundlesFromCache(root, outDir, entries);
  const cached = all !== undefined;
  if (all === undefined) {
    const startedMs = Date.now();
    const built = build(root, outDir, entries);
    storeInCache(root, outDir, entries, built, startedMs);
    all = built.bundles;
  }
  latest = { all, cached };
  return latest;
}

/**
 * The bundle of one handler; bundles all of them first if this process has not done so.
 *
 * @throws Error when `entry` is not the path of a handler.
 */
export function handlerBundle(entry: string): HandlerBundle {
  const { all } = latest ?? bundleHandlers();
  const bundle = all.find((each) => each.entry === entry);
  if (bundle === undefined) {
    const known = all.map((each) => each.entry).join(", ");
    throw new Error(
      `handler "${entry}" is not a file of services/<service>/handlers/. Known handlers: ${known}.`,
    );
  }
  return bundle;
}
