import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { SYNTHESIZED_STACKS } from "../../synthesized-stacks";
import { runPlatform } from "../run-platform";

const ROOT = join(__dirname, "..", "..", "..");

const folder = mkdtempSync(join(tmpdir(), "target-"));
const environment = process.env;

/** Has a terraform on its PATH, and no credentials of AWS. */
beforeAll(() => {
  const terraform = join(folder, "terraform");
  writeFileSync(terraform, `#!/bin/sh\necho '{ "terraform_version": "1.13.0" }'\n`);
  chmodSync(terraform, 0o755);
  const others = Object.entries(environment).filter(([name]) => !name.startsWith("AWS_"));
  process.env = {
    ...Object.fromEntries(others),
    PATH: `${folder}${delimiter}${environment["PATH"]}`,
    AWS_CONFIG_FILE: join(folder, "none"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "none"),
    AWS_EC2_METADATA_DISABLED: "true",
  };
});

afterAll(() => {
  process.env = environment;
  rmSync(folder, { recursive: true });
});

describe.each(["plan", "unlock"])("platform %s", (command) => {
  it("tells of a stack that there is not, before it asks for credentials", async () => {
    const result = await runPlatform(ROOT, command, "dev", "tea", "--stacks", SYNTHESIZED_STACKS);

    expect(result).toEqual({
      exitCode: 1,
      output: "",
      errors: expect.stringMatching(/^There is no stack dev-tea; the stacks of dev are dev-/m),
    });
  });
});
