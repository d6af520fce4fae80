import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What stands for protection, and what it is without. */
const UNPROTECTED: Readonly<Record<string, { from: unknown; to: unknown }>> = {
  deletion_protection_enabled: { from: true, to: false },
  deletion_protection: { from: "ACTIVE", to: "INACTIVE" },
  prevent_destroy: { from: true, to: false },
};

/**
 * Takes deletion protection out of a copied stack, which an operator has to do, and apply, before destroying it.
 * @param folder - the folder of the copy
 * @returns whether anything was protected
 */
export function liftDeletionProtection(folder: string): boolean {
  const path = join(folder, "cdk.tf.json");
  let lifted = false;
  const template: unknown = JSON.parse(readFileSync(path, "utf8"), (key, value: unknown) => {
    const rule = UNPROTECTED[key];
    if (rule === undefined || value !== rule.from) return value;
    lifted = true;
    return rule.to;
  });
  if (lifted) writeFileSync(path, JSON.stringify(template, undefined, 2));
  return lifted;
}
