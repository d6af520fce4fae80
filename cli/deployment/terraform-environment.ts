import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** What would have terraform work on another state, in another folder or on a part of a stack. */
const MISLEADING = /^TF_(WORKSPACE|DATA_DIR|CLI_ARGS.*)$/;

/**
 * The environment of every terraform command that deploys: the caller's, with one cache of providers for all stacks, and
 * without what would have terraform do something else than the command says.
 * @param root - the folder of the project
 */
export function terraformEnvironment(root: string): NodeJS.ProcessEnv {
  const cache = process.env["TF_PLUGIN_CACHE_DIR"] ?? join(root, "build", "terraform-plugins");
  mkdirSync(cache, { recursive: true });
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !MISLEADING.test(name)),
  );
  return { ...inherited, TF_PLUGIN_CACHE_DIR: cache, TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" };
}
