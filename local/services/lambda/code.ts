import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { unzipSync } from "fflate";
import type { Kernel } from "../../kernel/kernel";

/** Code as it lies on disk. */
export interface Code {
  /** Absolute. */
  readonly directory: string;
  /** SHA-256 of the archive in Base64; undefined when nothing was zipped. */
  readonly sha256: string | undefined;
  readonly sizeBytes: number;
}

/** Finds the code behind the archives that functions and layers name, and unpacks real ones. */
export class CodeStore {
  private readonly unpacked: string[] = [];

  constructor(private readonly kernel: Kernel) {}

  /**
   * @param filename - path of the archive
   * @param stackDirectory - where relative paths start
   * @param address - the resource, for messages
   * @throws Error when there is no such archive
   */
  find(filename: string, stackDirectory: string, address: string): Code {
    const path = resolve(stackDirectory, filename);
    const source = this.kernel.archives.sourceOf(path);
    if (source !== undefined) return { directory: source.directory, sha256: undefined, sizeBytes: 0 };
    if (!existsSync(path) || !statSync(path).isFile()) {
      throw new Error(
        `${address}: filename is ${path}, which is neither the output of an archive_file nor a file. ` +
          "Build the code first, or correct the path.",
      );
    }
    const bytes = readFileSync(path);
    const directory = this.unpack(bytes, path, address);
    return {
      directory,
      sha256: createHash("sha256").update(bytes).digest("base64"),
      sizeBytes: bytes.length,
    };
  }

  /** Removes what was unpacked. */
  close(): void {
    for (const directory of this.unpacked.splice(0)) rmSync(directory, { recursive: true, force: true });
  }

  private unpack(bytes: Uint8Array, path: string, address: string): string {
    const files = readZip(bytes, path, address);
    const directory = mkdtempSync(join(tmpdir(), "lambda-code-"));
    this.unpacked.push(directory);
    for (const [name, content] of Object.entries(files)) {
      const target = resolve(directory, name);
      if (!target.startsWith(directory + sep)) {
        throw new Error(`${address}: the archive ${path} has the entry ${name}, which lies outside of it.`);
      }
      if (name.endsWith("/")) continue;
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
    return directory;
  }
}

function readZip(bytes: Uint8Array, path: string, address: string): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes);
  } catch (error) {
    throw new Error(`${address}: filename is ${path}, which is no zip archive: ${String(error)}`);
  }
}
