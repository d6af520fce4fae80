import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type BuildOptions, buildSync, type OutputFile } from "esbuild";
import { bundleName } from "./handler-entries";
import type { HandlerBundle } from "./index";
import { keepOwnSources } from "./own-source-map";

/** What a build leaves: the bundles, and the files that went into them, relative to the root. */
export interface BuildResult {
  readonly bundles: readonly HandlerBundle[];
  readonly inputs: readonly string[];
}

/** Everything that shapes the output, besides the sources. Part of the cache key. */
export const BUILD_OPTIONS = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node22",
  minify: true,
  // The ES module flavour of a package can be shaken; the default for node prefers CommonJS.
  mainFields: ["module", "main"],
  sourcemap: true,
  sourcesContent: false,
  // Node makes URLs of the sources, and prints those of an unknown scheme as they are: repo:services/…/api.ts:22:5.
  sourceRoot: "repo:",
  legalComments: "none",
  charset: "utf8",
  // Paths in source maps stay below the root even where node_modules is a link to elsewhere.
  preserveSymlinks: true,
  outExtension: { ".js": ".mjs" },
  // Packages in CommonJS call require(), which an ES module does not have.
  banner: {
    js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
  },
} as const satisfies BuildOptions;

/** Bundles all entries in one esbuild call and puts each into a folder of its own. */
export function build(root: string, outDir: string, entries: readonly string[]): BuildResult {
  // Nothing is written there: bundles are the same wherever they end up.
  const nominalOutDir = path.join(root, "build", "handlers");
  const { outputFiles, metafile } = buildSync({
    ...BUILD_OPTIONS,
    mainFields: [...BUILD_OPTIONS.mainFields],
    absWorkingDir: root,
    entryPoints: entries.map((entry) => ({ in: entry, out: `${bundleName(entry)}/index` })),
    outdir: nominalOutDir,
    metafile: true,
    write: false,
    logLevel: "silent",
  });

  const bundles = entries.map((entry) => {
    const name = bundleName(entry);
    const code = outputNamed(outputFiles, path.join(nominalOutDir, name, "index.mjs")).contents;
    const map = keepOwnSources(
      outputNamed(outputFiles, path.join(nominalOutDir, name, "index.mjs.map")).text,
      `build/handlers/${name}`,
    );
    const directory = path.join(outDir, name);
    writeAtomically(path.join(directory, "index.mjs"), code);
    writeAtomically(path.join(directory, "index.mjs.map"), map);
    const hash = createHash("sha256").update(code).update(map).digest("hex").slice(0, 32);
    return { entry, directory, hash, sizeBytes: code.byteLength };
  });

  removeOthers(outDir, entries);
  return { bundles, inputs: Object.keys(metafile.inputs).sort() };
}

function outputNamed(files: readonly OutputFile[], file: string): OutputFile {
  const output = files.find((each) => each.path === file);
  if (output === undefined) throw new Error(`esbuild did not write ${file}`);
  return output;
}

/** Two processes may bundle at the same time; a reader must never see half a file. */
export function writeAtomically(file: string, contents: Uint8Array | string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = path.join(path.dirname(path.dirname(file)), `.${randomUUID()}`);
  writeFileSync(temporary, contents);
  renameSync(temporary, file);
}

/** Bundles of handlers that are gone would otherwise stay for ever. */
function removeOthers(outDir: string, entries: readonly string[]): void {
  const wanted = new Set(entries.map(bundleName));
  for (const service of readdirSync(outDir, { withFileTypes: true })) {
    if (!service.isDirectory()) continue;
    const folder = path.join(outDir, service.name);
    if (!existsSync(folder)) continue;
    for (const handler of readdirSync(folder, { withFileTypes: true })) {
      if (!handler.isDirectory() || wanted.has(`${service.name}/${handler.name}`)) continue;
      rmSync(path.join(folder, handler.name), { recursive: true, force: true });
    }
  }
}
