import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { create } from "tar";

/** What a test's bundle holds; anything else of a real one does not matter to GitHub. */
export interface BundleContent {
  readonly environment: string;
  readonly tree: string;
  readonly commit?: string;
  readonly summary?: string;
}

/** Writes a bundle and tells its digest. */
export async function writeBundle(path: string, content: BundleContent): Promise<string> {
  const { environment, tree, commit = "c".repeat(40), summary = "## Plan\n\n1 to add\n" } = content;
  const manifest = JSON.stringify({ environment, commit, tree, stacks: [] });
  await pack(path, { "manifest.json": manifest, "summary.md": summary });
  return `sha256:${createHash("sha256").update(manifest).digest("hex")}`;
}

/** Packs files as a bundle is packed. */
export async function pack(path: string, files: Readonly<Record<string, string>>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  mkdirSync(dirname(path), { recursive: true });
  await create({ gzip: true, file: path, cwd: folder }, Object.keys(files));
  rmSync(folder, { recursive: true });
}
