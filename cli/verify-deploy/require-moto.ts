import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { CliError } from "../cli-error";
import { TOOL_MISSING } from "../exit-codes";

const execute = promisify(execFile);

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
