/**
 * The stacks of an environment that are about Terraform itself, not about the system: where states are kept, and who
 * may plan and apply. `bootstrap` owns them; plan, apply, destroy and the local cloud leave them alone.
 */
export const BOOTSTRAP_STACKS = ["state", "pipeline"] as const;

/**
 * Whether a stack is one of those that `bootstrap` owns.
 * @param name - with the environment in front: `dev-state`
 */
export function isBootstrapStack(name: string): boolean {
  return BOOTSTRAP_STACKS.some((stack) => name.slice(name.indexOf("-") + 1) === stack);
}
