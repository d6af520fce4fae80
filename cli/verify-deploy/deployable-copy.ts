import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ManifestStack } from "../synthesized-stacks";
import { replaceArchives } from "./replace-archives";

/** A Terraform stack in JSON, as far as it is changed here. */
interface Template {
  terraform: { backend?: unknown };
  provider?: Record<string, Record<string, unknown>[]>;
  data?: Record<string, Record<string, Record<string, unknown>>>;
}

/** What is swapped in a copy. */
export interface CopyOptions {
  /** Where the local backend keeps the states. */
  readonly stateFolder: string;
  /** False when the zip files must be made here, because the archive provider cannot be had. */
  readonly hasArchiveProvider: boolean;
}

/**
 * Copies a synthesized stack and swaps what ties it to an account: the backend and the address style of S3 (endpoints and
 * credentials come by environment variables), and the archive provider where it is missing.
 * @returns the folder to run terraform in
 */
export function copyStack(
  outdir: string,
  stack: ManifestStack,
  target: string,
  options: CopyOptions,
): string {
  const source = join(outdir, dirname(stack.synthesizedStackPath));
  mkdirSync(options.stateFolder, { recursive: true });
  cpSync(source, target, { recursive: true });
  const path = join(target, "cdk.tf.json");
  const template = JSON.parse(readFileSync(path, "utf8")) as Template;
  swapBackends(template, options.stateFolder);
  for (const provider of template.provider?.["aws"] ?? []) provider["s3_use_path_style"] = true;
  writeFileSync(path, JSON.stringify(template, undefined, 2));
  if (!options.hasArchiveProvider) replaceArchives(target);
  return target;
}

function swapBackends(template: Template, stateFolder: string): void {
  const localPath = (key: string) => join(stateFolder, key.replaceAll("/", "-"));
  const key = (template.terraform.backend as { s3: { key: string } }).s3.key;
  template.terraform.backend = { local: { path: localPath(key) } };
  for (const remote of Object.values(template.data?.["terraform_remote_state"] ?? {})) {
    const { key: upstream } = remote["config"] as { key: string };
    remote["backend"] = "local";
    remote["config"] = { path: localPath(upstream) };
  }
}
