import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { zipSync } from "fflate";

/** The first moment that a zip entry can carry; a fixed time keeps equal content equal. */
const ZIP_EPOCH = new Date(1980, 0, 1);

/** Zips a folder so that the same content gives the same bytes. */
export function zipFolder(folder: string): Uint8Array {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return zipSync(
    Object.fromEntries(
      files.map((path) => [relative(folder, path).split(sep).join("/"), new Uint8Array(readFileSync(path))]),
    ),
    { mtime: ZIP_EPOCH },
  );
}
