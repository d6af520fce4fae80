import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CliError } from "../cli-error";
import { openBundle } from "../plan-bundle/open-bundle";

/** What is shown of a plan bundle. */
export interface BundleSummary {
  readonly environment: string;
  /** Git's hash of the files that were planned. */
  readonly tree: string;
  readonly digest: string;
  /** Whether a guard objects, so that the bundle cannot be applied. */
  readonly stopped: boolean;
  /** Markdown: what applying the bundle would do. */
  readonly summary: string;
}

/**
 * Checks a plan bundle and reads what is shown of it.
 * @throws CliError when the file is no plan bundle, or not as it was made
 */
export async function readBundleSummary(path: string): Promise<BundleSummary> {
  if (!existsSync(path)) throw new CliError(`There is no plan bundle ${path}`);
  const folder = mkdtempSync(join(tmpdir(), "plan-bundle-"));
  try {
    const { manifest, digest } = await openBundle(path, folder);
    const { environment, tree, stopped } = manifest;
    return {
      environment,
      tree,
      digest,
      stopped,
      summary: readFileSync(join(folder, "summary.md"), "utf8"),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
