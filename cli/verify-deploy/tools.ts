import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { CliError } from "../cli-error";

const execute = promisify(execFile);

/** Exit code when terraform, moto_server or the provider is missing, so that scripts can tell it from a failure. */
export const TOOL_MISSING = 3;

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

/**
 * The Python interpreter that has moto's server: MOTO_PYTHON, the one that moto_server's script names, or the
 * first python on the PATH that can import it.
 * @throws CliError telling how to get moto
 */
export async function requireMoto(): Promise<string> {
  const candidates = [process.env["MOTO_PYTHON"], await interpreterOf("moto_server"), "python3", "python"];
  for (const python of candidates) {
    if (python === undefined) continue;
    try {
      await execute(python, ["-c", "import moto.moto_server.werkzeug_app"]);
      return python;
    } catch {
      // The next candidate may have it.
    }
  }
  throw new CliError(
    "moto_server, the AWS API server that the stacks are applied to, is not installed. Get it with\n" +
      '  python3 -m pip install "moto[server]==5.2.1"\n' +
      "or name the interpreter that has it: MOTO_PYTHON=<path of python> npm run verify:deploy",
    TOOL_MISSING,
  );
}

async function interpreterOf(script: string): Promise<string | undefined> {
  try {
    const { stdout } = await execute("which", [script]);
    return /^#!\s*(\S*python\S*)/.exec(readFileSync(stdout.trim(), "utf8"))?.[1];
  } catch {
    return undefined;
  }
}

function quietEnvironment(): NodeJS.ProcessEnv {
  const { TF_CLI_CONFIG_FILE: _unused, ...environment } = process.env;
  return { ...environment, CHECKPOINT_DISABLE: "1" };
}
