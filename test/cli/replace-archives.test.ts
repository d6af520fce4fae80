import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { replaceArchives } from "../../cli/verify-deploy/replace-archives";

const ARCHIVE = { source_dir: "assets/code", output_path: "assets/code.zip", type: "zip" };
const REGION = { aws_region: { here: {} } };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "archives-"));
  mkdirSync(join(folder, "assets", "code"), { recursive: true });
  writeFileSync(join(folder, "assets", "code", "index.mjs"), "export const handler = () => {};");
});

afterEach(() => rmSync(folder, { recursive: true }));

/** The stack with these data sources and a function of the zip, after its archives were replaced. */
function replaced(data: object) {
  const path = join(folder, "cdk.tf.json");
  const fn = {
    filename: "${data.archive_file.zip.output_path}",
    source_code_hash: "${data.archive_file.zip.output_base64sha256}",
  };
  const template = { terraform: {}, data, resource: { aws_lambda_function: { fn } } };
  writeFileSync(path, JSON.stringify(template));
  replaceArchives(folder);
  return JSON.parse(readFileSync(path, "utf8"));
}

describe("replaceArchives", () => {
  test("makes the zip and names it where the archive was referred to", () => {
    const { resource } = replaced({ archive_file: { zip: ARCHIVE } });

    const zip = readFileSync(join(folder, "assets", "code.zip"));
    expect(resource.aws_lambda_function.fn).toEqual({
      filename: "assets/code.zip",
      source_code_hash: createHash("sha256").update(zip).digest("base64"),
    });
  });

  test("leaves other data sources, and no empty block where there are none", () => {
    expect(replaced({ archive_file: { zip: ARCHIVE }, ...REGION }).data).toEqual(REGION);
    expect(replaced({ archive_file: { zip: ARCHIVE } })).not.toHaveProperty("data");
  });
});
