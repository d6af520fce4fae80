import { loadStacks, type SynthesizedStack } from "../local/terraform/stacks";
import { isBootstrapStack } from "./bootstrap-stacks";

/**
 * The synthesized stacks that make up the system of an environment, as the local cloud runs it.
 * @param outdir - the folder that was synthesized to
 * @throws TerraformError when the folder holds no stacks of the environment, or broken ones
 */
export function loadSystemStacks(outdir: string, environment: string): SynthesizedStack[] {
  return loadStacks(outdir, `${environment}-`).filter(({ name }) => !isBootstrapStack(name));
}
