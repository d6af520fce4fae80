import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeBundle } from "../../cli/plan-bundle/write-bundle";

/** What matters to GitHub of a bundle. */
export interface BundleContent {
  readonly environment: string;
  readonly tree: string;
  readonly commit?: string;
  readonly stopped?: boolean;
  readonly summary?: string;
}

/** Writes a bundle without stacks and returns its digest. */
export async function planBundle(path: string, content: BundleContent): Promise<string> {
  const { environment, tree, commit = "c".repeat(40), stopped = false, summary = "1 to add\n" } = content;
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  writeFileSync(join(folder, "summary.md"), summary);
  const digest = await writeBundle(
    folder,
    {
      format: 1,
      environment,
      commit,
      tree,
      dirty: false,
      createdAt: "2026-01-02T03:04:05.000Z",
      terraform: "1.11.4",
      stopped,
      upstream: {},
      stacks: [],
    },
    path,
  );
  rmSync(folder, { recursive: true });
  return digest;
}
