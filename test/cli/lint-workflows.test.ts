import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "lint-workflows-"));
const path = join(folder, ".github", "workflows", "tea.yml");

afterEach(() => rmSync(join(folder, ".github"), { recursive: true, force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Runs the command in a process of its own, as actionlint is a program that lives as long as its process. */
function lint(): Promise<{ exitCode: number; output: string; errors: string }> {
  return new Promise((resolve) => {
    const args = ["cli/platform.mjs", "lint-workflows", "--folder", folder];
    execFile(process.execPath, args, { cwd: ROOT }, (error, output, errors) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code), output, errors });
    });
  });
}

const workflow = (steps: string) => `name: tea
on: push
permissions:
  contents: read
concurrency:
  group: tea
  queue: max
jobs:
  brew:
    runs-on: ubuntu-24.04
    steps:
${steps}`;

jest.setTimeout(60_000);

describe("npm run lint:workflows", () => {
  it("names every place where actionlint or the schema finds a workflow wrong", async () => {
    write(
      path,
      workflow(`      - run: echo \${{ github.evnt.number }}
        shells: bash
      - run: echo \${{ steps.none.outputs.value == 'x' && 1 + 1 }}
`),
    );

    const action = join(folder, ".github", "actions", "brew", "action.yml");
    write(action, "name: Brew\nruns:\n  using: composite\n  steps:\n    - run: echo tea\n      shel: bash\n");

    const { exitCode, output, errors } = await lint();

    expect({ exitCode, output }).toEqual({ exitCode: 1, output: "" });
    const lines = errors.trim().split("\n");
    expect(lines).toContain(`${path}:13:9: Unexpected value 'shells'`);
    expect(lines).toContainEqual(
      expect.stringContaining(`${path}:13:9: unexpected key "shells" for "step" section.`),
    );
    expect(lines).toContainEqual(
      expect.stringContaining(`${path}:12:23: property "evnt" is not defined in object type`),
    );
    expect(lines).toContainEqual(expect.stringMatching(/tea\.yml:14:\d+: .*\+/));
    expect(errors).not.toContain("queue");
    expect(lines).toContain(`${action}:6:7: Unexpected value 'shel'`);
  });

  it("fails when there is nothing to check", async () => {
    expect(await lint()).toEqual({
      exitCode: 1,
      output: "",
      errors: `There is no workflow in ${join(folder, ".github")}\n`,
    });
  });
});
