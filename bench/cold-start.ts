import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "./child";
import { type Figure, medianOf } from "./measure";

const RUNS = 7;

/** What a handler may need of its environment before it is ready; none of it is reached for. */
const ENVIRONMENT = {
  AWS_REGION: "eu-central-1",
  AWS_LAMBDA_FUNCTION_NAME: "bench",
  AWS_ACCESS_KEY_ID: "bench",
  AWS_SECRET_ACCESS_KEY: "bench",
  ENVIRONMENT: "dev",
  SERVICE: "bench",
  POWERTOOLS_SERVICE_NAME: "bench",
  LOG_LEVEL: "INFO",
  CURRENCY: "EUR",
  PRODUCT_TABLE: "bench",
  CATEGORY_INDEX: "bench",
  PRICE_TOPIC_ARN: "arn:aws:sns:eu-central-1:000000000000:bench",
  BASKET_TABLE: "bench",
  PRICE_TABLE: "bench",
  EVENT_BUS_NAME: "bench",
  ORDER_TABLE: "bench",
  USER_INDEX: "bench",
  CORS_ORIGINS: "http://localhost",
};

/** From import to ready, and the size, of every handler's bundle; each run in a fresh process. */
export async function coldStart(root: string): Promise<readonly Figure[]> {
  await run([process.execPath, "cli/app.mjs"], {
    cwd: root,
    env: { CDKTF_OUTDIR: join("build", "bench-stacks") },
  });
  const handlers = join(root, "build", "handlers");
  const bundles = readdirSync(handlers, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith("index.mjs"),
  );
  const figures: Figure[] = [];
  for (const bundle of bundles.sort()) {
    const path = join(handlers, bundle);
    const code = `const t = performance.now(); await import(${JSON.stringify(pathToFileURL(path).href)}); console.log(performance.now() - t); process.exit(0)`;
    const name = bundle.replace(/\/index\.mjs$/, "");
    const ms = await medianOf(RUNS, async () => {
      const { output } = await run([process.execPath, "--input-type=module", "-e", code], {
        cwd: root,
        env: ENVIRONMENT,
      });
      return Number(output);
    });
    figures.push({ name: `${name}: import to ready`, value: ms, unit: "ms", budget: 80, runs: RUNS });
    figures.push({
      name: `${name}: size`,
      value: statSync(path).size / 1024,
      unit: "KB",
      budget: 1_000,
      runs: 1,
    });
  }
  return figures;
}
