import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../cli/main";
import { ARCHIVE, AWS, lockBlock, lockText, writeStacks } from "./lock-fixture";

let root: string;
let output: string;
let errors: string;
let path: string | undefined;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lock-test-"));
  const aws = { source: "aws", version: "5.100.0" };
  const archive = { source: "hashicorp/archive", version: "2.7.1" };
  writeStacks(join(root, "out"), { "dev-platform": { aws }, "dev-basket": { aws, archive } });
  path = process.env["PATH"];
  output = "";
  errors = "";
  jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    output += String(text);
    return true;
  });
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    errors += String(text);
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  process.env["PATH"] = path;
  process.exitCode = 0;
  rmSync(root, { recursive: true });
});

/** Runs `platform lock` on the stacks; resolves to the exit code. */
async function lock(...args: readonly string[]): Promise<number> {
  await run(root, ["node", "platform", "lock", "--stacks", join(root, "out"), ...args]);
  return Number(process.exitCode ?? 0);
}

const commit = (...blocks: readonly string[]) =>
  writeFileSync(join(root, ".terraform.lock.hcl"), lockText(...blocks));

describe("lock --check", () => {
  test("is content with a file that has a hash per platform of every provider", async () => {
    commit(lockBlock(ARCHIVE, "2.7.1"), lockBlock(AWS, "5.100.0"));

    expect(await lock("--check")).toBe(0);
    expect(output).toBe(`.terraform.lock.hcl covers ${ARCHIVE} 2.7.1, ${AWS} 5.100.0.\n`);
  });

  test("is content without a file, and says what that means", async () => {
    expect(await lock("--check")).toBe(0);
    expect(output).toBe(
      "There is no .terraform.lock.hcl: terraform trusts the provider packages that it gets first. Make it: npx platform lock\n",
    );
  });

  test("names everything in which the file falls short", async () => {
    commit(lockBlock(AWS, "5.99.0"), lockBlock("registry.terraform.io/hashicorp/random", "3.7.2"));

    expect(await lock("--check")).toBe(1);
    expect(errors).toBe(
      ".terraform.lock.hcl is not what the stacks require:\n" +
        `  - ${ARCHIVE} 2.7.1 is missing\n` +
        `  - ${AWS} is there in version 5.99.0, but the stacks require 5.100.0\n` +
        "  - registry.terraform.io/hashicorp/random 3.7.2 is there, but no stack requires it\n" +
        "Make it anew: npx platform lock\n",
    );
  });

  test("counts only hashes that hold for unpacked packages, too", async () => {
    const hashes = ["h1:a", "h1:b", "h1:c", "zh:d", "zh:e", "zh:f", "zh:g"];
    commit(lockBlock(ARCHIVE, "2.7.1"), lockBlock(AWS, "5.100.0", hashes));

    expect(await lock("--check")).toBe(1);
    expect(errors).toContain(`  - ${AWS} 5.100.0 has 3 h1: hashes, one for each of 4 platforms is needed\n`);

    process.exitCode = 0;
    expect(await lock("--check", "--platform", "linux_amd64", "linux_arm64", "darwin_arm64")).toBe(0);
  });

  test("tells machines the same", async () => {
    commit(lockBlock(AWS, "5.100.0"));

    expect(await lock("--check", "--json")).toBe(1);
    expect(JSON.parse(output)).toEqual({ present: true, problems: [`${ARCHIVE} 2.7.1 is missing`] });
  });

  test("refuses stacks that require two versions of a provider", async () => {
    writeStacks(join(root, "out"), {
      "dev-platform": { aws: { source: "aws", version: "5.100.0" } },
      "dev-basket": { aws: { source: "hashicorp/aws", version: "6.0.0" } },
    });

    expect(await lock("--check")).toBe(1);
    expect(errors).toBe(
      `dev-platform requires ${AWS} 5.100.0, but dev-basket 6.0.0; all stacks have to agree.\n`,
    );
  });
});

test("lock says which folder holds no synthesis", async () => {
  rmSync(join(root, "out"), { recursive: true });

  expect(await lock("--check")).toBe(1);
  expect(errors).toBe(`${join(root, "out", "manifest.json")} is missing; synthesize first: npm run synth\n`);
});

test.each(["linux", "linux-amd64", "linux_amd64,darwin_arm64", "-platform=linux_amd64"])(
  "lock refuses the platform %s",
  async (platform) => {
    expect(await lock(`--platform=${platform}`)).toBe(1);
    expect(errors).toBe(`--platform must be <os>_<arch> such as linux_amd64, not "${platform}"\n`);
  },
);

test("lock ends with code 3 and writes nothing where terraform is missing", async () => {
  process.env["PATH"] = root;

  expect(await lock()).toBe(3);
  expect(errors).toMatch(/^terraform is not on the PATH\. Get version 1\.10 or later from https:/);
  expect(existsSync(join(root, ".terraform.lock.hcl"))).toBe(false);
});
