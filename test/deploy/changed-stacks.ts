import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Copies synthesized stacks and changes the text of one.
 * @param stack - such as `dev-ordering`
 * @throws Error when nothing changes
 */
export function changedStacks(
  stacks: string,
  outdir: string,
  stack: string,
  change: (text: string) => string,
): void {
  cpSync(stacks, outdir, { recursive: true });
  const path = join(outdir, "stacks", stack, "cdk.tf.json");
  const before = readFileSync(path, "utf8");
  const after = change(before);
  if (before === after) throw new Error(`${stack} was not changed`);
  writeFileSync(path, after);
}

/** Names in the values of synthesized stacks what may be destroyed. */
export function allowDestroy(outdir: string, environment: string, addresses: readonly string[]): void {
  const path = join(outdir, "environments.json");
  const values = JSON.parse(readFileSync(path, "utf8")) as Record<string, object>;
  const changed = { ...values, [environment]: { ...values[environment], allowDestroy: addresses } };
  writeFileSync(path, JSON.stringify(changed));
}

/**
 * The name of the one resource of a type below a construct.
 * @throws Error when there is none, or more than one
 */
export function resourceName(stacks: string, stack: string, type: string, construct: string): string {
  const path = join(stacks, "stacks", stack, "cdk.tf.json");
  const template = JSON.parse(readFileSync(path, "utf8")) as { resource: Record<string, object> };
  const [name, ...others] = Object.keys(template.resource[type] ?? {}).filter((each) =>
    each.startsWith(construct),
  );
  if (name === undefined || others.length > 0) throw new Error(`${type} of ${construct}: ${name}, ${others}`);
  return name;
}
