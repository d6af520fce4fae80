import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A file of an archive. */
export interface ArchiveFile {
  /** Path in the archive, with slashes. */
  readonly name: string;
  readonly content: Buffer;
}

/** Every file below a folder, by name. */
export function filesBelow(directory: string): ArchiveFile[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(directory, name)).isFile())
    .map((name) => ({ name: name.replaceAll("\\", "/"), content: readFileSync(join(directory, name)) }));
}

/** The outputs of archive_file that tell contents apart: equal names and bytes give equal outputs. */
export function fingerprints(files: readonly ArchiveFile[]): Readonly<Record<string, string | number>> {
  const manifest = [...files]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, content }) => `${name}\0${createHash("sha256").update(content).digest("hex")}\n`)
    .join("");
  const hash = (algorithm: string, encoding: "hex" | "base64"): string =>
    createHash(algorithm).update(manifest).digest(encoding);
  return {
    id: hash("sha1", "hex"),
    output_size: files.reduce((sum, { content }) => sum + content.length, 0),
    output_md5: hash("md5", "hex"),
    output_sha: hash("sha1", "hex"),
    output_sha256: hash("sha256", "hex"),
    output_sha512: hash("sha512", "hex"),
    output_base64sha256: hash("sha256", "base64"),
    output_base64sha512: hash("sha512", "base64"),
  };
}
