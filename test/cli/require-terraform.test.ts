import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TOOL_MISSING } from "../../cli/exit-codes";
import { requireTerraform } from "../../cli/terraform/require-terraform";

const GET_IT = "Get version 1.10 or later from https://developer.hashicorp.com/terraform/install";

let folder: string;
let path: string | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "require-terraform-"));
  path = process.env["PATH"];
  process.env["PATH"] = folder;
});

afterEach(() => {
  process.env["PATH"] = path;
  rmSync(folder, { recursive: true });
});

/** Puts an executable on the PATH that is called terraform. */
function install(script: string): void {
  writeFileSync(join(folder, "terraform"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, "terraform"), 0o755);
}

const installVersion = (version: string) => install(`echo '{ "terraform_version": "${version}" }'`);

describe("requireTerraform", () => {
  it.each(["1.10.0", "1.11.4", "2.0.0", "1.10.0-rc1"])("takes version %s", async (version) => {
    installVersion(version);

    expect(await requireTerraform()).toBe(version);
  });

  it.each(["1.9.8", "0.15.5"])("refuses version %s", async (version) => {
    installVersion(version);

    await expect(requireTerraform()).rejects.toMatchObject({
      exitCode: TOOL_MISSING,
      message: `terraform on the PATH is version ${version}, which is too old. ${GET_IT}`,
    });
  });

  it("says that there is none", async () => {
    await expect(requireTerraform()).rejects.toMatchObject({
      exitCode: TOOL_MISSING,
      message: `terraform is not on the PATH. ${GET_IT}`,
    });
  });

  it("says why one that is there cannot be run", async () => {
    install("echo 'no version is chosen here' >&2; exit 1");

    await expect(requireTerraform()).rejects.toMatchObject({
      exitCode: TOOL_MISSING,
      message: `terraform is there, but cannot be run: Command failed: terraform version -json\nno version is chosen here ${GET_IT}`,
    });
  });

  it("shows an answer without a version", async () => {
    install("echo 'Terraform v0.12.31'");

    await expect(requireTerraform()).rejects.toMatchObject({
      exitCode: TOOL_MISSING,
      message: `terraform version -json tells no version, but: Terraform v0.12.31 ${GET_IT}`,
    });
  });
});
