import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CliError } from "../cli-error";
import { readManifest } from "../synthesized-stacks";

/** A provider that stacks ask for. */
export interface RequiredProvider {
  /** With the registry and the namespace, such as `registry.terraform.io/hashicorp/aws`. */
  readonly address: string;
  /** As the stacks say it; the provider packages of CDKTF name one exact version. */
  readonly version: string;
}

interface Template {
  readonly terraform?: {
    readonly required_providers?: Readonly<
      Record<string, { readonly source: string; readonly version: string }>
    >;
  };
}

/**
 * The providers of one stack.
 * @param folder - the folder of its `cdk.tf.json`
 */
export function requiredProviders(folder: string): readonly RequiredProvider[] {
  const template = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as Template;
  return Object.values(template.terraform?.required_providers ?? {}).map(({ source, version }) => ({
    address: fullAddress(source),
    version,
  }));
}

/**
 * The providers of all stacks, each once, by address.
 * @param outdir - the folder of the synthesis
 * @throws CliError when stacks ask for two versions of one, as a lock file holds one
 */
export function allRequiredProviders(outdir: string): readonly RequiredProvider[] {
  const found = new Map<string, RequiredProvider & { readonly stack: string }>();
  for (const { name, synthesizedStackPath } of readManifest(outdir)) {
    for (const { address, version } of requiredProviders(join(outdir, dirname(synthesizedStackPath)))) {
      const known = found.get(address);
      if (known !== undefined && known.version !== version) {
        throw new CliError(
          `${known.stack} requires ${address} ${known.version}, but ${name} ${version}; all stacks have to agree.`,
        );
      }
      found.set(address, { address, version, stack: name });
    }
  }
  return [...found.values()]
    .map(({ address, version }) => ({ address, version }))
    .sort((one, other) => one.address.localeCompare(other.address));
}

/** Terraform's own defaults for what a source leaves out. */
function fullAddress(source: string): string {
  const parts = source.split("/");
  return [...["registry.terraform.io", "hashicorp"].slice(0, 3 - parts.length), ...parts].join("/");
}
