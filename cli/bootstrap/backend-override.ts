import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// Terraform lays files of these names over the others; a backend in one takes the place of the stack's own.
const BACKEND = "backend_override.tf.json";
const IMPORTS = "imports.tf.json";

/** Has terraform keep a stack's state on this machine, until `useStateInBucket`. */
export function useStateHere(folder: string, stateFile: string): void {
  write(folder, BACKEND, { terraform: { backend: { local: { path: stateFile } } } });
}

/** Has terraform keep a stack's state where the stack says. */
export function useStateInBucket(folder: string): void {
  rmSync(join(folder, BACKEND), { force: true });
}

/** Has the next plan take over resources that exist already and are known by one id. */
export function importResources(folder: string, addresses: readonly string[], id: string): void {
  write(folder, IMPORTS, { import: addresses.map((to) => ({ to, id })) });
}

function write(folder: string, file: string, content: unknown): void {
  writeFileSync(join(folder, file), `${JSON.stringify(content, undefined, 2)}\n`);
}
