import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A stack as CDKTF lists it in its manifest. */
export interface ManifestStack {
  readonly name: string;
  readonly synthesizedStackPath: string;
  readonly dependencies: readonly string[];
}

/** The stacks that a synthesis has written. */
export function readManifest(outdir: string): readonly ManifestStack[] {
  const text = readFileSync(join(outdir, "manifest.json"), "utf8");
  return Object.values((JSON.parse(text) as { stacks: Record<string, ManifestStack> }).stacks);
}
