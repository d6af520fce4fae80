import { spawn } from "node:child_process";

/** What a terraform command ended with. */
export interface TerraformResult {
  readonly exitCode: number;
  /** All that it said, errors included. */
  readonly output: string;
  readonly stdout: string;
  readonly seconds: number;
}

/** Runs terraform in one folder with one environment. */
export class Terraform {
  constructor(
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  run(...args: readonly string[]): Promise<TerraformResult> {
    const startedMs = performance.now();
    return new Promise((resolve, reject) => {
      const child = spawn("terraform", args, {
        cwd: this.folder,
        env: this.environment,
        stdio: ["ignore", "pipe", "pipe"],
      });
      let output = "";
      let stdout = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        stdout += text;
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
      child.on("error", reject).on("close", (code) => {
        resolve({ exitCode: code ?? 1, output, stdout, seconds: (performance.now() - startedMs) / 1000 });
      });
    });
  }
}
