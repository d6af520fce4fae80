import { runJob } from "../terraform/terraform-job";
import { driftOf } from "./drift-of";
import { LOCK_TIMEOUT, planStack, SAVED_PLAN, TerraformFailure } from "./plan-stack";
import type { StackFolder } from "./stack-folders";

/**
 * Has the state say what AWS says right after an apply. Without it, the state lacks what resources tell of each other
 * only afterwards, such as a role of the policies that were attached to it, and a look for drift would take that for
 * somebody's change. Where something else differs than what this apply touched, somebody did change it: the state is
 * left as it is, so that a look for drift finds that.
 *
 * It changes nothing in the account; should it fail, the apply has succeeded all the same.
 * @param touched - addresses of what was applied, in interrupted applies before as well
 */
export async function settle(
  stack: StackFolder,
  touched: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  try {
    const { plan } = await planStack(stack, { environment, flags: ["-refresh-only"] });
    if (!driftOf(plan).every(({ address }) => touched.includes(address))) return;
    await runJob(["apply", LOCK_TIMEOUT, SAVED_PLAN], { folder: stack.folder, environment });
  } catch (error) {
    if (!(error instanceof TerraformFailure)) throw error;
  }
}
