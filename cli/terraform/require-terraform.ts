import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CliError } from "../cli-error";
import { TOOL_MISSING } from "../exit-codes";

const execute = promisify(execFile);

/** @throws CliError telling how to get terraform */
export async function requireTerraform(): Promise<string> {
  try {
    const { stdout } = await execute("terraform", ["version", "-json"], { env: quietEnvironment() });
    return (JSON.parse(stdout) as { terraform_version: string }).terraform_version;
  } catch {
    throw new CliError(
      "terraform is not on the PATH. Get version 1.10 or later from https://developer.hashicorp.com/terraform/install",
      TOOL_MISSING,
    );
  }
}

function quietEnvironment(): NodeJS.ProcessEnv {
  const { TF_CLI_CONFIG_FILE: _unused, ...environment } = process.env;
  return { ...environment, CHECKPOINT_DISABLE: "1" };
}
