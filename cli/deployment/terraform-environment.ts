import { mkdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The environment of every terraform command that deploys: the caller's, with one cache of providers for all stacks.
 * @param root - the folder of the project
 */
export function terraformEnvironment(root: string): NodeJS.ProcessEnv {
  const cache = process.env["TF_PLUGIN_CACHE_DIR"] ?? join(root, "build", "terraform-plugins");
  mkdirSync(cache, { recursive: true });
  return { ...process.env, TF_PLUGIN_CACHE_DIR: cache, TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" };
}
