import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./child";
import { type Figure, medianOf } from "./measure";

const RUNS = 5;

/** The app command without its type check, handlers cached; then all handlers bundled with an empty cache. */
export async function synthesis(root: string): Promise<readonly Figure[]> {
  const outdir = mkdtempSync(join(tmpdir(), "bench-synth-"));
  const app = (code: string) => run([process.execPath, "-e", code], { cwd: root }).then(({ ms }) => ms);
  try {
    await run([process.execPath, "cli/app.mjs"], { cwd: root, env: { CDKTF_OUTDIR: outdir } });
    const main = JSON.stringify(join(root, "build", "main.cjs"));
    const synthMs = await medianOf(RUNS, () =>
      app(`require(${main}).synthesizeEnvironments([], ${JSON.stringify(outdir)})`),
    );
    const bundleMs = await medianOf(RUNS, () => {
      rmSync(join(root, "build", "handlers"), { recursive: true, force: true });
      return app(`require(${main}).bundleHandlers()`);
    });
    return [
      { name: "synth of dev and prod, handlers cached", value: synthMs, unit: "ms", budget: 700, runs: RUNS },
      { name: "all handlers bundled, cold", value: bundleMs, unit: "ms", budget: 2_200, runs: RUNS },
    ];
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
