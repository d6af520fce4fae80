import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CliError } from "../cli-error";
import { TOOL_MISSING } from "../exit-codes";
import { LOCK_FILE } from "../terraform/lock-file";
import type { RequiredProvider } from "../terraform/required-providers";
import { Terraform } from "../terraform/terraform";

/** Where the packages are looked for; in the registry of each provider when both are undefined. */
export interface PackageSource {
  /** A folder laid out as `terraform providers mirror` does it. */
  readonly fsMirror?: string | undefined;
  /** The address of a server with the protocol of network mirrors. */
  readonly netMirror?: string | undefined;
}

/**
 * Has terraform write a lock file for providers that it downloads for this purpose.
 * @param platforms - such as `linux_amd64`
 * @returns its text
 * @throws CliError with code 3 when a package cannot be had for each platform: no hash is left out or made up
 */
export async function makeLockFile(
  required: readonly RequiredProvider[],
  platforms: readonly string[],
  { fsMirror, netMirror }: PackageSource,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "platform-lock-"));
  try {
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration(required)));
    const { exitCode, output } = await new Terraform(folder, {
      ...process.env,
      CHECKPOINT_DISABLE: "1",
    }).run(
      "providers",
      "lock",
      "-no-color",
      ...(fsMirror === undefined ? [] : [`-fs-mirror=${resolve(fsMirror)}`]),
      ...(netMirror === undefined ? [] : [`-net-mirror=${netMirror}`]),
      ...platforms.map((platform) => `-platform=${platform}`),
    );
    if (exitCode === 0) return readFileSync(join(folder, LOCK_FILE), "utf8");
    throw new CliError(
      `No lock file was written, as the providers cannot be had for ${platforms.join(", ")}:\n\n${errorIn(output)}\n\n` +
        "Run it where the registry can be reached, or name a mirror that has every platform: --net-mirror, --fs-mirror.",
      TOOL_MISSING,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function configuration(required: readonly RequiredProvider[]): unknown {
  const providers = required.map(({ address, version }, index) => [
    `p${index}`,
    { source: address, version },
  ]);
  return { terraform: { required_providers: Object.fromEntries(providers) } };
}

function errorIn(output: string): string {
  const from = output.indexOf("Error: ");
  return (from < 0 ? output : output.slice(from)).trim();
}
