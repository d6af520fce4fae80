import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";

/** Where Lambda's Node looks for the packages of a layer. */
const PACKAGE = "nodejs/node_modules/greeting/index.js";

/**
 * Makes the archive of a layer with the package `greeting`.
 * @param folder - where to put it
 * @returns its path
 */
export function layerZip(folder: string): string {
  const path = join(folder, "layer.zip");
  const files = { [PACKAGE]: strToU8('exports.greeting = "from the layer";') };
  writeFileSync(path, zipSync(files, { mtime: new Date(1980, 0, 1) }));
  return path;
}
