import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandLine } from "../../cli/main";
import { STEPS } from "../../cli/verify-deploy/steps";
import { runPlatform } from "./run-platform";

const root = mkdtempSync(join(tmpdir(), "command-line-"));
beforeAll(() => {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root });
  git("init", "--quiet");
  git(
    "-c",
    "user.name=a",
    "-c",
    "user.email=a@example.com",
    "commit",
    "--quiet",
    "--allow-empty",
    "-m",
    "one",
  );
});
afterAll(() => rmSync(root, { recursive: true }));

describe("platform", () => {
  it("offers every step that verify-deploy takes", () => {
    const command = commandLine(root).commands.find((one) => one.name() === "verify-deploy");
    const help = command?.helpInformation().replace(/\s+/g, " ");

    expect(help).toContain(`the last step to take: one of ${STEPS.join(", ")}`);
  });

  it.each([
    ["smoke", ["smoke", "dev"]],
    ["github settings", ["github", "settings", "dev"]],
  ])("%s reads the project's synthesis, wherever it is called", async (_, args) => {
    const { exitCode, errors } = await runPlatform(root, ...args);

    expect(exitCode).toBe(1);
    expect(errors).toBe(
      `${join(root, "cdktf.out", "environments.json")} is missing; synthesize first: npm run synth\n`,
    );
  });
});
