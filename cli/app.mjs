/**
 * The app command of cdktf.json: checks the types, bundles main.ts and synthesizes.
 *
 *     node cli/app.mjs [environment ...]      every environment if none is named
 *
 * The stacks go to the folder in CDKTF_OUTDIR, `cdktf.out` by default.
 */
import { spawn } from "node:child_process";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const buildFolder = join(root, "build");

/** Errors whose message says it all; of any other the stack is shown. */
const PLAIN_ERRORS = [
  "EnvironmentError",
  "UnknownEnvironmentError",
  "ModuleConfigError",
  "PhysicalNameError",
  "BrokenRulesError",
  "CliError",
];

/** Resolves to the compiler's output if there are errors, else to nothing. Incremental: 0.3 s if unchanged. */
function checkTypes() {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [compiler, "--project", "tsconfig.app.json", "--pretty", "false"], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.on("error", reject).on("close", (code) => resolve(code === 0 ? undefined : output));
  });
}

/** Bundles what runs here: main.ts, and what is done with its output. */
async function bundleApp() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { main: "main.ts", "place-lock-files": "cli/lock/place-lock-files.ts" },
    outdir: buildFolder,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    // All that is left to bundle is zod, which loads faster as one file than as its many.
    external: ["cdktf", "constructs", "@cdktf/*", "esbuild"],
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap: true,
    logLevel: "silent",
    write: false,
  });
  mkdirSync(buildFolder, { recursive: true });
  for (const { path, contents } of outputFiles) {
    // Two app commands may run at once, and neither must load half a file of the other's.
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path);
  }
}

process.setSourceMapsEnabled(true);
try {
  process.chdir(root);
  // Side by side, as the check has a process of its own; types that do not hold explain whatever else fails.
  const require = createRequire(import.meta.url);
  const load = () => ({
    ...require(join(buildFolder, "main.cjs")),
    ...require(join(buildFolder, "place-lock-files.cjs")),
  });
  const [types, app] = await Promise.allSettled([checkTypes(), bundleApp().then(load)]);
  if (types.status === "fulfilled" && types.value !== undefined) {
    process.stderr.write(`The app was not synthesized, because its types do not hold:\n${types.value}`);
    process.exit(1);
  }
  for (const result of [types, app]) if (result.status === "rejected") throw result.reason;
  const outdir = process.env["CDKTF_OUTDIR"] || "cdktf.out";
  app.value.synthesizeEnvironments(process.argv.slice(2), outdir);
  app.value.placeLockFiles(root, outdir);
} catch (error) {
  const plain = error instanceof Error && PLAIN_ERRORS.includes(error.name);
  process.stderr.write(`${plain ? error.message : (error?.stack ?? error)}\n`);
  process.exit(1);
}
