import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { CliError } from "../cli-error";
import { TOOL_MISSING } from "../exit-codes";

/** Where Terraform is to get providers from. */
export interface ProviderSource {
  /** For people: the registry, a configuration, or a folder. */
  readonly description: string;
  /** Path of a CLI configuration for TF_CLI_CONFIG_FILE; absent when Terraform's own default serves. */
  readonly cliConfig?: string;
  /** False when the archive provider cannot be had from there. */
  readonly hasArchiveProvider: boolean;
}

const REGISTRY = "https://registry.terraform.io/.well-known/terraform.json";
const REGISTRY_PATIENCE_MS = 3_000;
const AWS = join("registry.terraform.io", "hashicorp", "aws");
const ARCHIVE = join("registry.terraform.io", "hashicorp", "archive");

/** System roots below which package managers and administrators put mirrors, one folder deep. */
const SYSTEM_ROOTS = ["/opt", "/srv", "/usr/local", "/usr/share", "/usr/local/share", "/usr/lib", "/var/lib"];

/**
 * Finds where providers come from: a valid TF_CLI_CONFIG_FILE, TF_PROVIDER_MIRROR, the registry, Terraform's
 * implied mirrors, or a mirror one level below the usual system roots.
 * @param workdir - where a CLI configuration may be written
 * @throws CliError with the ways to get the provider when there is none
 */
export async function findProviderSource(workdir: string): Promise<ProviderSource> {
  const given = process.env["TF_CLI_CONFIG_FILE"];
  if (given !== undefined && existsSync(given)) {
    return { description: `as ${given} says`, cliConfig: given, hasArchiveProvider: true };
  }
  const named = process.env["TF_PROVIDER_MIRROR"];
  if (named !== undefined) {
    if (existsSync(join(named, AWS))) return mirror(named, workdir);
    throw new CliError(
      `TF_PROVIDER_MIRROR is ${named}, which holds no ${AWS}; fill it with "terraform providers mirror ${named}".`,
      TOOL_MISSING,
    );
  }
  if (await registryAnswers()) {
    return {
      description: "registry.terraform.io",
      cliConfig: writeConfig(workdir, ""),
      hasArchiveProvider: true,
    };
  }
  const found = [...impliedMirrors(), ...systemMirrors()].find((folder) => existsSync(join(folder, AWS)));
  if (found !== undefined) return mirror(found, workdir);
  throw new CliError(
    "The registry of Terraform cannot be reached and no mirror with hashicorp/aws was found.\n" +
      "Make one where there is a network, in a folder with a synthesized stack: terraform providers mirror <folder>\n" +
      "and name it: TF_PROVIDER_MIRROR=<folder> npm run verify:deploy",
    TOOL_MISSING,
  );
}

function mirror(folder: string, workdir: string): ProviderSource {
  const hasArchiveProvider = existsSync(join(folder, ARCHIVE));
  const config = `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(folder)}\n  }\n}\n`;
  return { description: `the mirror ${folder}`, cliConfig: writeConfig(workdir, config), hasArchiveProvider };
}

/** A configuration of our own also keeps a broken TF_CLI_CONFIG_FILE from being complained about at each step. */
function writeConfig(workdir: string, content: string): string {
  const path = join(workdir, "terraform.rc");
  writeFileSync(path, content);
  return path;
}

async function registryAnswers(): Promise<boolean> {
  try {
    return (await fetch(REGISTRY, { signal: AbortSignal.timeout(REGISTRY_PATIENCE_MS) })).ok;
  } catch {
    return false;
  }
}

function impliedMirrors(): readonly string[] {
  const dataHome = process.env["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share");
  return [
    join(homedir(), ".terraform.d", "plugins"),
    join(dataHome, "terraform", "plugins"),
    join(homedir(), "Library", "Application Support", "io.terraform", "plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
  ];
}

function systemMirrors(): readonly string[] {
  return [...SYSTEM_ROOTS, homedir()].flatMap((root) => {
    try {
      return readdirSync(root).map((name) => join(root, name));
    } catch {
      return [];
    }
  });
}
