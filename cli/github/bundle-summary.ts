import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { list } from "tar";
import * as z from "zod";
import { CliError } from "../cli-error";

/** What a plan bundle says of itself. */
export interface BundleSummary {
  readonly environment: string;
  readonly commit: string;
  /** Git's hash of the files that were planned. */
  readonly tree: string;
  /** `sha256:<hex>` of the manifest, which holds the hashes of all other files. */
  readonly digest: string;
  /** Markdown: what applying the bundle would do. */
  readonly summary: string;
}

const manifest = z.object({
  environment: z.string(),
  commit: z.string(),
  tree: z.string(),
});

/**
 * Reads what a plan bundle says of itself.
 * @throws CliError when the file is no plan bundle
 */
export async function readBundleSummary(path: string): Promise<BundleSummary> {
  const files = await readFiles(path, ["manifest.json", "summary.md"]);
  const [bytes, summary] = ["manifest.json", "summary.md"].map((name) => {
    const content = files.get(name);
    if (content === undefined) throw new CliError(`${path} is no plan bundle: it holds no ${name}`);
    return content;
  }) as [Buffer, Buffer];
  const { success, data, error } = manifest.safeParse(parseJson(bytes));
  if (!success) {
    throw new CliError(`${path} is no plan bundle: in its manifest.json, ${z.prettifyError(error)}`);
  }
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  return { ...data, digest, summary: summary.toString("utf8") };
}

async function readFiles(path: string, names: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  if (!existsSync(path)) throw new CliError(`There is no plan bundle ${path}`);
  const reads: Promise<readonly [string, Buffer]>[] = [];
  await list({
    file: path,
    onReadEntry: (entry) => {
      const name = entry.path.replace(/^\.\//, "");
      if (names.includes(name)) reads.push(entry.concat().then((bytes) => [name, bytes] as const));
    },
  });
  return new Map(await Promise.all(reads));
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}
