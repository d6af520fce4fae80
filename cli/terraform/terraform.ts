import { spawn } from "node:child_process";

/** What a terraform command ended with. */
export interface TerraformResult {
  readonly exitCode: number;
  readonly output: string;
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
      const keep = (text: string): void => {
        output += text;
      };
      child.stdout.setEncoding("utf8").on("data", keep);
      child.stderr.setEncoding("utf8").on("data", keep);
      child.on("error", reject).on("close", (code) => {
        resolve({ exitCode: code ?? 1, output, seconds: (performance.now() - startedMs) / 1000 });
      });
    });
  }
}
