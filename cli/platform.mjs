#!/usr/bin/env node
/** `npx platform <command>`: bundles the command line from source, once per content, and runs it. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

// At once: npm may be gone when the rest is loaded.
const parent = process.ppid;
const { build } = await import("esbuild");

// The AWS SDK would warn of Node 20, which the tools run on; the functions run on the Lambda runtime.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

const root = fileURLToPath(new URL("..", import.meta.url));

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ["cli/main.ts"],
  outdir: join(root, "build", "cli"),
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  packages: "external",
  platform: "node",
  target: "node20",
  format: "esm",
  write: false,
  logLevel: "error",
}).catch(() => process.exit(1));

const hash = createHash("sha256");
for (const { path, contents } of outputFiles) hash.update(basename(path)).update(contents);
const folder = join(root, "build", "cli", hash.digest("hex").slice(0, 16));

// Written aside and renamed, so that two commands started together never read half a file.
if (!existsSync(folder)) {
  mkdirSync(join(root, "build", "cli"), { recursive: true });
  const draft = mkdtempSync(join(root, "build", "cli", "draft-"));
  for (const { path, contents } of outputFiles) writeFileSync(join(draft, basename(path)), contents);
  try {
    renameSync(draft, folder);
  } catch {
    rmSync(draft, { recursive: true, force: true });
  }
}

const { run } = await import(pathToFileURL(join(folder, "main.mjs")).href);
await run(root, process.argv, parent);
