import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A running AWS API server for one account. */
export interface Moto {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * Starts moto with the shim that fills what it lacks; it ends with this process.
 * @param python - the interpreter that has moto
 * @param accountId - the account that its callers belong to
 * @param traceFile - receives a line for each request
 */
export async function startMoto(
  root: string,
  python: string,
  accountId: string,
  traceFile: string,
): Promise<Moto> {
  const shim = join(root, "test", "deploy", "moto", "moto_shim.py");
  const child = spawn(python, [shim, "--trace", traceFile], {
    env: { ...process.env, MOTO_ACCOUNT_ID: accountId, PYTHONDONTWRITEBYTECODE: "1" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-4_000);
  });
  const exited = once(child, "exit");
  const port = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on("line", (line) => {
      const match = /^PORT (\d+)$/.exec(line);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
    exited.then(() => reject(new Error(`moto ended before it listened:\n${errors}`)), reject);
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.stdin.end();
      child.kill();
      await exited;
    },
  };
}

/** The environment that points the AWS provider at an API server on this machine. */
export function providerEnvironment(endpoint: string, cliConfig: string | undefined): NodeJS.ProcessEnv {
  const { TF_CLI_CONFIG_FILE: _replaced, AWS_PROFILE: _unused, ...inherited } = process.env;
  return {
    // Terraform and its provider live for seconds, most of them spent on decoding the provider's schema: with less
    // garbage collection they take a fifth less of the processor.
    GOGC: "400",
    ...inherited,
    ...(cliConfig === undefined ? {} : { TF_CLI_CONFIG_FILE: cliConfig }),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
  };
}
