import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CliError } from "./cli-error";

/** A stack as CDKTF lists it in its manifest. */
export interface ManifestStack {
  readonly name: string;
  readonly synthesizedStackPath: string;
  readonly dependencies: readonly string[];
}

/**
 * The stacks that a synthesis has written.
 * @throws CliError when the folder holds no synthesis
 */
export function readManifest(outdir: string): readonly ManifestStack[] {
  const path = join(outdir, "manifest.json");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new CliError(`${path} is missing; synthesize first: npm run synth`);
  }
  return Object.values((JSON.parse(text) as { stacks: Record<string, ManifestStack> }).stacks);
}
