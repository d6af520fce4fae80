import { spawn } from "node:child_process";
import { CliError } from "../cli-error";
import { TOOL_MISSING } from "../exit-codes";

/** Codes with which npm says that it got no answer. */
const UNREACHABLE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b/;

/**
 * Runs npm on a project.
 * @param folder - the folder of its package.json
 * @throws CliError with npm's words; with code 3 when the registry cannot be reached
 */
export async function npm(folder: string, ...args: readonly string[]): Promise<void> {
  // An npm script that this runs in would otherwise say which project is meant.
  const { npm_config_local_prefix: _unused, ...environment } = process.env;
  const { exitCode, output } = await new Promise<{ exitCode: number; output: string }>((resolve, reject) => {
    const child = spawn("npm", args, { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const keep = (text: string): void => {
      output += text;
    };
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    child.on("error", reject).on("close", (code) => resolve({ exitCode: code ?? 1, output }));
  });
  if (exitCode === 0) return;
  if (UNREACHABLE.test(output)) {
    throw new CliError(`The npm registry cannot be reached:\n\n${output.trim()}`, TOOL_MISSING);
  }
  throw new CliError(`npm ${args[0]} failed:\n\n${output.trim()}`);
}
