import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";

/** Where Lambda's Node looks for the packages of a layer. */
const PACKAGE = "nodejs/node_modules/greeting/index.js";

/**
 * Makes the archive of a layer with the package `greeting`.
 * @returns its path
 */
export function layerZip(): string {
  const path = join(mkdtempSync(join(tmpdir(), "layer-")), "layer.zip");
  const files = { [PACKAGE]: strToU8('exports.greeting = "from the layer";') };
  writeFileSync(path, zipSync(files, { mtime: new Date(1980, 0, 1) }));
  return path;
}
