import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CliError } from "../cli-error";
import { TOOL_MISSING } from "../exit-codes";

const execute = promisify(execFile);

/** The oldest version that locks states in S3 itself. */
const OLDEST = { major: 1, minor: 10 };

const GET_IT = `Get version ${OLDEST.major}.${OLDEST.minor} or later from https://developer.hashicorp.com/terraform/install`;

/**
 * Makes sure that there is a terraform that can do what is asked of it.
 * @returns its version, such as `1.11.4`
 * @throws CliError with code 3, telling how to get terraform, when it is missing, too old or cannot be run
 */
export async function requireTerraform(): Promise<string> {
  const said = await askVersion();
  const version = /"terraform_version":\s*"((\d+)\.(\d+)[^"]*)"/.exec(said);
  if (version === null) throw unusable(`terraform version -json tells no version, but: ${said.trim()}`);
  const [, full = "", major, minor] = version;
  if (Number(major) < OLDEST.major || (Number(major) === OLDEST.major && Number(minor) < OLDEST.minor)) {
    throw unusable(`terraform on the PATH is version ${full}, which is too old.`);
  }
  return full;
}

async function askVersion(): Promise<string> {
  try {
    return (await execute("terraform", ["version", "-json"], { env: quietEnvironment() })).stdout;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw unusable(
      code === "ENOENT"
        ? "terraform is not on the PATH."
        : `terraform is there, but cannot be run: ${message.trim()}`,
    );
  }
}

function unusable(why: string): CliError {
  return new CliError(`${why} ${GET_IT}`, TOOL_MISSING);
}

function quietEnvironment(): NodeJS.ProcessEnv {
  const { TF_CLI_CONFIG_FILE: _unused, ...environment } = process.env;
  return { ...environment, CHECKPOINT_DISABLE: "1" };
}
