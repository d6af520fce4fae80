import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { synthesizeTo } from "../../cli/synthesis";
import { replaceArchives } from "../../cli/verify-deploy/replace-archives";
import { ROOT, SHARED_FOLDER, tools } from "./tools";

/** Every environment, as the global setup has synthesized it; tests that change stacks copy it. */
export const SHARED_STACKS = join(SHARED_FOLDER, "stacks");

/**
 * Synthesizes stacks that terraform can deploy here: where the archive provider is missing, the zips are made already.
 * @param outdir - where the stacks go; commands take it as `--stacks`
 * @param root - the checkout to synthesize
 * @param environments - all of them when none is named
 */
export async function deployableStacks(
  outdir: string,
  { root = ROOT, environments = [] }: { root?: string; environments?: readonly string[] } = {},
): Promise<void> {
  await synthesizeTo(root, outdir, ...environments);
  if (tools().providers.hasArchiveProvider) return;
  const folder = join(outdir, "stacks");
  for (const stack of readdirSync(folder)) {
    if (existsSync(join(folder, stack, "cdk.tf.json"))) replaceArchives(join(folder, stack));
  }
}
