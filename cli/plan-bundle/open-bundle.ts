import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { extract } from "tar";
import { CliError } from "../cli-error";
import { digestOf, MANIFEST, type Manifest, parseManifest, sha256 } from "./manifest";

/** A bundle whose content is what its manifest says. */
export interface OpenBundle {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly digest: string;
}

/**
 * Unpacks a plan bundle and checks each file against the manifest.
 * @param path - the bundle
 * @param folder - where it is unpacked; emptied before
 * @param expected - the digest that was reviewed, if the caller knows it
 * @throws CliError when it is no bundle, or not the one that was reviewed, or its content was changed
 */
export async function openBundle(path: string, folder: string, expected?: string): Promise<OpenBundle> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let text: string;
  let manifest: Manifest;
  try {
    await extract({ file: path, cwd: folder, strict: true });
    text = readFileSync(join(folder, MANIFEST), "utf8");
    manifest = parseManifest(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(`${path} is no plan bundle, which "npx platform plan <environment>" makes: ${reason}`);
  }
  const digest = digestOf(text);
  if (expected !== undefined && expected !== digest) {
    throw new CliError(
      `${path} is not the bundle that was reviewed: its digest is ${digest}, expected was ${expected}. Apply the reviewed one, or have this one reviewed.`,
    );
  }
  checkContent(path, folder, manifest);
  return { folder, manifest, digest };
}

/** Looks at everything that was unpacked, links and hidden folders included: terraform would read it. */
function checkContent(path: string, folder: string, { files }: Manifest): void {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => !entry.isDirectory(),
  );
  const found = entries.map((entry) => ({
    name: relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"),
    isFile: entry.isFile(),
  }));
  const names = found.map(({ name }) => name);
  const problems = [
    ...Object.keys(files).flatMap((name) => (names.includes(name) ? [] : [`${name} is missing`])),
    ...found.flatMap(({ name, isFile }) => {
      if (name === MANIFEST) return [];
      if (!isFile) return [`${name} is no file`];
      if (files[name] === undefined) return [`${name} is not in the manifest`];
      return files[name] === sha256(readFileSync(join(folder, name))) ? [] : [`${name} was changed`];
    }),
  ];
  if (problems.length === 0) return;
  const list = problems.map((problem) => `  ${problem}`).join("\n");
  throw new CliError(`${path} is not as it was made; plan again:\n${list}`);
}
