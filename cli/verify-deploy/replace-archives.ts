import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { place } from "../lock/place-lock-files";
import { LOCK_FILE, readLockFile } from "../terraform/lock-file";
import { zipFolder } from "./zip";

interface Template {
  terraform: { required_providers?: Record<string, unknown> };
  provider?: Record<string, unknown>;
  data?: Record<string, Record<string, Record<string, unknown>>>;
}

/**
 * Does what data.archive_file does, where the archive provider cannot be had: zips the code beside a stack and puts the
 * results where the stack refers to them.
 * @param folder - the folder of the stack, whose `cdk.tf.json` is changed
 */
export function replaceArchives(folder: string): void {
  const path = join(folder, "cdk.tf.json");
  let text = readFileSync(path, "utf8");
  const archives = (JSON.parse(text) as Template).data?.["archive_file"] ?? {};
  for (const [name, archive] of Object.entries(archives)) {
    const zip = zipFolder(join(folder, String(archive["source_dir"])));
    const output = String(archive["output_path"]);
    mkdirSync(dirname(join(folder, output)), { recursive: true });
    writeFileSync(join(folder, output), zip);
    const sha = createHash("sha256").update(zip).digest("base64");
    text = text
      .replaceAll(`\${data.archive_file.${name}.output_path}`, output)
      .replaceAll(`\${data.archive_file.${name}.output_base64sha256}`, sha);
  }
  const replaced = JSON.parse(text) as Template;
  delete replaced.data?.["archive_file"];
  // Terraform refuses an empty block of data.
  if (Object.keys(replaced.data ?? {}).length === 0) delete replaced.data;
  delete replaced.provider?.["archive"];
  delete replaced.terraform.required_providers?.["archive"];
  writeFileSync(path, JSON.stringify(replaced, undefined, 2));
  const locked = readLockFile(join(folder, LOCK_FILE));
  if (locked !== undefined) place(folder, locked);
}
