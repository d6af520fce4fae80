import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { extract } from "tar";
import { CliError } from "../cli-error";
import { digestOf, MANIFEST, type Manifest, parseManifest, sha256 } from "./manifest";
import { filesIn } from "./write-bundle";

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

function checkContent(path: string, folder: string, { files }: Manifest): void {
  const found = filesIn(folder).filter((name) => name !== MANIFEST);
  const problems = [
    ...Object.keys(files).flatMap((name) => (found.includes(name) ? [] : [`${name} is missing`])),
    ...found.flatMap((name) => {
      if (files[name] === undefined) return [`${name} is not in the manifest`];
      return files[name] === sha256(readFileSync(join(folder, name))) ? [] : [`${name} was changed`];
    }),
  ];
  if (problems.length === 0) return;
  const list = problems.map((problem) => `  ${problem}`).join("\n");
  throw new CliError(`${path} is not as it was made; plan again:\n${list}`);
}
