import { build } from "esbuild";
import { findHandlers } from "../../modules/lambda-code/handler-entries";

/** What a function may weigh; cold starts grow with the bundle. */
const MAX_BUNDLE_BYTES = 1_000_000;

const HANDLERS = findHandlers(process.cwd());

test("every handler bundles as an ES module of at most 1 000 KB that needs no require and no tracer", async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [...HANDLERS],
    absWorkingDir: process.cwd(),
    outdir: "build/test-bundles",
    write: false,
    bundle: true,
    minify: true,
    metafile: true,
    format: "esm",
    platform: "node",
    target: "node22",
    mainFields: ["module", "main"],
    logLevel: "silent",
  });

  expect(outputFiles).toHaveLength(HANDLERS.length);
  for (const { contents, text } of outputFiles) {
    expect(contents.byteLength).toBeLessThanOrEqual(MAX_BUNDLE_BYTES);
    // What esbuild leaves of a require that it could not turn into an import.
    expect(text).not.toContain("Dynamic require of");
  }
  const heavy = Object.keys(metafile.inputs).filter((path) =>
    /tracer|aws-xray-sdk|class-transformer/.test(path),
  );
  expect(heavy).toEqual([]);
});
