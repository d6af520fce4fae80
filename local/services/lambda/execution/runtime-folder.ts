import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const BOOTSTRAP = join("local", "services", "lambda", "runtime", "bootstrap.mjs");

/**
 * The main file of workers. It is found from this module upwards, so that it is the same whether this module runs
 * as it is or from a bundle elsewhere in the repository.
 * @throws Error when the file is missing
 */
export function bootstrapPath(from = moduleFolder()): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, BOOTSTRAP);
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) break;
  }
  throw new Error(`${BOOTSTRAP} is neither in ${from} nor above it; functions cannot run without it`);
}

function moduleFolder(): string {
  // A bundle in CommonJS has no URL of its module.
  const url: string | undefined = import.meta.url;
  return url === undefined ? process.cwd() : dirname(fileURLToPath(url));
}
