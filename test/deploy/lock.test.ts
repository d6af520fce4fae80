import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { arch, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { lock } from "../../cli/commands/lock";
import { placeLockFiles } from "../../cli/lock/place-lock-files";
import { PLATFORMS } from "../../cli/lock/platforms";
import { initArguments } from "../../cli/terraform/init-arguments";
import { LOCK_FILE, readLockFile } from "../../cli/terraform/lock-file";
import { Terraform } from "../../cli/terraform/terraform";
import { SHARED_STACKS } from "./deployable-stacks";
import { describeDeploy } from "./describe-deploy";
import { tools } from "./tools";

/** As terraform calls the platform that the tests run on. */
const HERE = `${platform()}_${arch() === "x64" ? "amd64" : arch()}`;

describeDeploy("the lock file", () => {
  let root: string;
  let environment: NodeJS.ProcessEnv;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "lock-deploy-"));
    cpSync(SHARED_STACKS, join(root, "out"), { recursive: true });
    environment = process.env;
    jest.spyOn(process.stdout, "write").mockReturnValue(true);
  });

  afterEach(() => {
    process.env = environment;
    jest.restoreAllMocks();
    rmSync(root, { recursive: true });
  });

  /** The mirror that the providers come from; nothing when it is the registry. */
  function mirror(): string | undefined {
    const config = readFileSync(tools().providers.cliConfig ?? "/dev/null", "utf8");
    return /path\s*=\s*"([^"]+)"/.exec(config)?.[1];
  }

  const make = (platforms: readonly string[], fsMirror = mirror()) =>
    lock(root, { check: false, json: false, stacks: SHARED_STACKS, platforms, fsMirror });

  function init(stack: string) {
    const folder = join(root, "out", "stacks", stack);
    const cliConfig = tools().providers.cliConfig;
    const variables = { ...process.env, ...(cliConfig && { TF_CLI_CONFIG_FILE: cliConfig }) };
    return new Terraform(folder, variables).run(...initArguments(folder), "-backend=false");
  }

  test("is made by terraform, placed by the synthesis and held to by init", async () => {
    await make([HERE]);
    placeLockFiles(root, join(root, "out"));

    const locked = readLockFile(join(root, LOCK_FILE));
    expect(locked).toContainEqual(
      expect.objectContaining({
        address: "registry.terraform.io/hashicorp/aws",
        version: "5.100.0",
        hashes: expect.arrayContaining([expect.stringMatching(/^h1:[A-Za-z0-9+/]{43}=$/)]),
      }),
    );
    const placed = join(root, "out", "stacks", "dev-catalog", LOCK_FILE);
    const before = readFileSync(placed, "utf8");
    const { exitCode, output } = await init("dev-catalog");
    expect({ exitCode, output }).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining(
        "Reusing previous version of hashicorp/aws from the dependency lock file",
      ),
    });
    expect(readFileSync(placed, "utf8")).toBe(before);
  });

  test("stops init where the package is not the one whose hash it has", async () => {
    await make([HERE]);
    const path = join(root, LOCK_FILE);
    const other = (_all: string, first: string) => `"h1:${first === "A" ? "B" : "A"}`;
    writeFileSync(
      path,
      readFileSync(path, "utf8")
        .replace(/"h1:(.)/g, other)
        .replace(/^ *"zh:.*\n/gm, ""),
    );
    placeLockFiles(root, join(root, "out"));

    const { exitCode, output } = await init("dev-platform");

    expect(exitCode).toBe(1);
    expect(output.replace(/\s+/g, " ")).toContain(
      "5.100.0 doesn't match any of the checksums previously recorded in the dependency lock file",
    );
  });

  test("is not made from a mirror that lacks a platform", async () => {
    const ofOnePlatform = join(root, "mirror");
    const unpacked = join(ofOnePlatform, "registry.terraform.io/hashicorp/aws/5.100.0", PLATFORMS[0]);
    mkdirSync(unpacked, { recursive: true });
    writeFileSync(join(unpacked, "terraform-provider-aws_v5.100.0"), "");

    await expect(make(PLATFORMS, ofOnePlatform)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(
        /^No lock file was written, as the providers cannot be had for linux_amd64, linux_arm64, darwin_amd64, darwin_arm64:\n\nError: Could not retrieve providers for locking\n[\s\S]*5\.100\.0\s+is\s+not\s+available\s+for\s+linux_arm64/,
      ),
    });
    expect(existsSync(join(root, LOCK_FILE))).toBe(false);
  });

  test("is not made where the registry cannot be reached", async () => {
    process.env = { ...environment, HTTPS_PROXY: "http://127.0.0.1:9", NO_PROXY: "" };

    await expect(
      lock(root, { check: false, json: false, stacks: SHARED_STACKS, platforms: PLATFORMS }),
    ).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(
        /could not connect to\s+registry\.terraform\.io[\s\S]*\n\nRun it where the registry can be reached, or name a mirror that has every platform: --net-mirror, --fs-mirror\.$/,
      ),
    });
    expect(existsSync(join(root, LOCK_FILE))).toBe(false);
  });
});
