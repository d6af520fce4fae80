import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Moto, providerEnvironment, startMoto } from "../../cli/verify-deploy/moto";
import { ROOT, tools } from "./tools";

/** How a command ended. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run a command. */
export interface CommandOptions {
  /** The checkout whose command line runs. */
  readonly root?: string;
  /** Environment variables on top of those that lead to moto. */
  readonly env?: NodeJS.ProcessEnv;
  /** A signal to send as soon as what the command writes to standard error matches. */
  readonly interrupt?: { readonly when: RegExp; readonly signal: NodeJS.Signals };
}

/** A request that reached moto. */
export interface TracedRequest {
  /** Service and action: `sts:GetCallerIdentity`, `s3:PUT /bucket`. */
  readonly req: string;
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly status: number;
}

/** An AWS account on this machine: a moto server of its own, and the environment that leads commands to it. */
export class MotoCloud {
  /** Starts an empty account; `close` ends it. */
  static async start(accountId: string): Promise<MotoCloud> {
    const folder = mkdtempSync(join(tmpdir(), "moto-cloud-"));
    const moto = await startMoto(ROOT, tools().python, accountId, join(folder, "requests.jsonl"));
    return new MotoCloud(accountId, folder, moto);
  }

  private constructor(
    readonly accountId: string,
    /** A folder for whatever the test writes; it goes with the account. */
    readonly folder: string,
    private readonly moto: Moto,
  ) {}

  get endpoint(): string {
    return this.moto.endpoint;
  }

  /** What processes need to find this account and the Terraform providers. */
  get environment(): NodeJS.ProcessEnv {
    return providerEnvironment(this.moto.endpoint, tools().providers.cliConfig);
  }

  /** What clients of the AWS SDK need to find this account. */
  get clientConfig() {
    return {
      endpoint: this.moto.endpoint,
      region: "eu-central-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    };
  }

  /** Every request so far, in order. */
  requests(): readonly TracedRequest[] {
    const lines = readFileSync(join(this.folder, "requests.jsonl"), "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as TracedRequest);
  }

  /** Runs `npx platform <command>`. */
  platform(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    const { root = ROOT } = options;
    return this.run(process.execPath, [join(root, "cli", "platform.mjs"), ...args], { root, ...options });
  }

  /** Runs a program, without a terminal. */
  run(file: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    const { root = ROOT, env = {}, interrupt } = options;
    return new Promise((resolve, reject) => {
      const child = spawn(file, args, {
        cwd: root,
        env: { ...this.environment, ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let stdout = "";
      let stderr = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        stderr += text;
        if (interrupt?.when.test(stderr) === true && !child.killed) child.kill(interrupt.signal);
      });
      child.on("error", reject).on("close", (code) => resolve({ exitCode: code ?? 1, stdout, stderr }));
    });
  }

  /** Ends the account with all that is in it. */
  async close(): Promise<void> {
    await this.moto.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
