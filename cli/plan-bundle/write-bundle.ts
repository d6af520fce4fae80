import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { create } from "tar";
import { digestOf, MANIFEST, type Manifest, sha256 } from "./manifest";

/**
 * Writes a plan bundle: everything in a folder but what terraform keeps for itself, with a manifest of it.
 * @param folder - what goes in
 * @param about - the manifest but for the files
 * @param path - the bundle, a gzipped tar
 * @returns the digest
 */
export async function writeBundle(
  folder: string,
  about: Omit<Manifest, "files">,
  path: string,
): Promise<string> {
  rmSync(join(folder, MANIFEST), { force: true });
  const names = filesIn(folder);
  const files = Object.fromEntries(names.map((name) => [name, sha256(readFileSync(join(folder, name)))]));
  const manifest = `${JSON.stringify({ ...about, files }, undefined, 2)}\n`;
  writeFileSync(join(folder, MANIFEST), manifest);
  mkdirSync(dirname(path), { recursive: true });
  await create({ cwd: folder, file: path, gzip: true, portable: true }, [MANIFEST, ...names]);
  return digestOf(manifest);
}

/** Paths of the files below a folder but for what terraform keeps for itself, with slashes, sorted. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((name) => !name.split("/").includes(".terraform"))
    .sort();
}
