import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const AWS = "registry.terraform.io/hashicorp/aws";
export const ARCHIVE = "registry.terraform.io/hashicorp/archive";

/** A block as terraform writes it; the hashes say what they stand for. */
export function lockBlock(
  address: string,
  version: string,
  hashes: readonly string[] = ["h1:linux-amd64", "h1:linux-arm64", "h1:darwin-amd64", "h1:darwin-arm64"],
): string {
  const lines = hashes.map((hash) => `    "${hash}",\n`).join("");
  return `provider "${address}" {\n  version     = "${version}"\n  constraints = "${version}"\n  hashes = [\n${lines}  ]\n}\n`;
}

/** A lock file as terraform writes it. */
export function lockText(...blocks: readonly string[]): string {
  const header = `# This file is maintained automatically by "terraform init".\n# Manual edits may be lost in future updates.\n`;
  return [header, ...blocks].join("\n");
}

/**
 * Writes stacks as the synthesis does, as far as providers go.
 * @param stacks - what each requires: source and version by name
 */
export function writeStacks(
  outdir: string,
  stacks: Readonly<Record<string, Readonly<Record<string, { source: string; version: string }>>>>,
): void {
  const manifest = Object.keys(stacks).map((name) => [
    name,
    { name, synthesizedStackPath: `stacks/${name}/cdk.tf.json`, dependencies: [] },
  ]);
  for (const [name, required_providers] of Object.entries(stacks)) {
    mkdirSync(join(outdir, "stacks", name), { recursive: true });
    const template = { terraform: { required_providers } };
    writeFileSync(join(outdir, "stacks", name, "cdk.tf.json"), JSON.stringify(template));
  }
  writeFileSync(
    join(outdir, "manifest.json"),
    JSON.stringify({ version: "0.21.0", stacks: Object.fromEntries(manifest) }),
  );
}
