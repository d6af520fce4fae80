import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(__dirname, "../..");
const configuration = JSON.parse(readFileSync(join(root, ".dependency-cruiser.json"), "utf8"));

/** A violation as dependency-cruiser reports it. */
interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

/** What the lint step's configuration says about a tree of files, each given by path and its imports. */
function violationsIn(files: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "layering-"));
  try {
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    for (const [path, imports] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), imports.map((name) => `import "${name}";\n`).join(""));
    }
    configuration.options.preserveSymlinks = true;
    writeFileSync(join(folder, "config.json"), JSON.stringify(configuration));
    const output = execFileSync(
      process.execPath,
      [
        join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs"),
        ...["--config", "config.json", "--output-type", "json", ...new Set(Object.keys(files).map(topOf))],
      ],
      { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
    );
    const { violations } = JSON.parse(output).summary as { violations: readonly Violation[] };
    return violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${packageOf(to)}`).sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const packageOf = (path: string) => path.replace(/^node_modules\/((?:@[^/]+\/)?[^/]+).*/, "$1");

const topOf = (path: string) => path.split("/")[0] ?? path;

/** One file in each part of the repository, to be imported. */
const targets = {
  "environments/environment.ts": [],
  "environments/dev.ts": [],
  "stacks/index.ts": [],
  "modules/queue/index.ts": [],
  "modules/lambda-code/index.ts": [],
  "rules/index.ts": [],
  "rules/waiver.ts": [],
  "services/contracts/events.ts": [],
  "services/http/serve.ts": [],
  "services/table/conditional-write.ts": [],
  "services/basket/domain/basket.ts": [],
  "services/basket/adapters/table.ts": [],
  "services/product/domain/product.ts": [],
  "local/cloud.ts": [],
  "cli/main.ts": [],
  "test/harness.ts": [],
  "bench/synthesis.ts": [],
};

it("the layering lets every part import what it may", () => {
  const violations = violationsIn({
    ...targets,
    "main.ts": [
      "cdktf",
      "node:fs",
      "./environments/environment",
      "./stacks",
      "./rules",
      "./modules/lambda-code",
    ],
    "environments/prod.ts": ["zod", "./environment"],
    "stacks/catalog.ts": [
      "cdktf",
      "constructs",
      "../modules/queue",
      "../environments/environment",
      "../rules/waiver",
      "../services/contracts/events",
      "@cdktf/provider-aws/lib/provider",
    ],
    "modules/chain/index.ts": ["cdktf", "../queue", "@cdktf/provider-aws/lib/sqs-queue", "esbuild"],
    "rules/queues.ts": ["cdktf", "@cdktf/provider-aws/lib/sqs-queue"],
    "services/basket/handlers/api.ts": [
      "@aws-sdk/client-dynamodb",
      "@aws-lambda-powertools/logger",
      "zod",
      "../domain/basket",
      "../adapters/table",
      "../../contracts/events",
      "../../http/serve",
      "../../table/conditional-write",
    ],
    "services/basket/domain/checkout.ts": ["./basket", "zod", "../../contracts/events"],
    "local/sqs/index.ts": ["../cloud", "jose", "node:http"],
    "cli/local.ts": ["../local/cloud", "commander"],
    "cli/commands/bench.ts": ["../../bench/synthesis"],
    "cli/commands/rules.ts": ["../../rules"],
    "test/flow.test.ts": ["../local/cloud", "../stacks", "../services/basket/domain/basket"],
  });

  expect(violations).toEqual([]);
});

it("the layering rejects every import across a border", () => {
  const violations = violationsIn({
    ...targets,
    "main.ts": ["./local/cloud", "./modules/queue", "@cdktf/provider-aws/lib/sqs-queue"],
    "environments/prod.ts": ["../stacks", "cdktf"],
    "stacks/catalog.ts": [
      "../services/product/domain/product",
      "../environments/dev",
      "../local/cloud",
      "../rules",
      "@cdktf/provider-aws/lib/sqs-queue",
    ],
    "modules/chain/index.ts": [
      "../../stacks",
      "../../environments/environment",
      "../../rules/waiver",
      "../../services/contracts/events",
    ],
    "modules/slow/index.ts": ["@cdktf/provider-aws"],
    "rules/queues.ts": ["../modules/queue"],
    "services/product/handlers/api.ts": ["../../basket/domain/basket", "../../../modules/queue", "cdktf"],
    "services/basket/domain/checkout.ts": ["../adapters/table", "@aws-sdk/client-dynamodb", "node:fs"],
    "services/http/route.ts": ["../basket/domain/basket"],
    "local/sqs/index.ts": ["../../modules/queue", "../../services/contracts/events", "cdktf"],
    "cli/local.ts": [
      "../stacks",
      "../rules",
      "../services/basket/domain/basket",
      "../test/harness",
      "../bench/synthesis",
    ],
    "modules/queue/missing.ts": ["./nowhere"],
  });

  expect(violations).toEqual(
    [
      "cli: cli/local.ts → services/basket/domain/basket.ts",
      "cli: cli/local.ts → stacks/index.ts",
      "cli: cli/local.ts → test/harness.ts",
      "cli-rules: cli/local.ts → rules/index.ts",
      "modules: modules/chain/index.ts → rules/waiver.ts",
      "stacks: stacks/catalog.ts → rules/index.ts",
      "domain-pure: services/basket/domain/checkout.ts → @aws-sdk/client-dynamodb",
      "domain-pure: services/basket/domain/checkout.ts → fs",
      "domain-pure: services/basket/domain/checkout.ts → services/basket/adapters/table.ts",
      "environments: environments/prod.ts → cdktf",
      "environments: environments/prod.ts → stacks/index.ts",
      "local: local/sqs/index.ts → cdktf",
      "local: local/sqs/index.ts → modules/queue/index.ts",
      "local: local/sqs/index.ts → services/contracts/events.ts",
      "main: main.ts → @cdktf/provider-aws",
      "main: main.ts → local/cloud.ts",
      "main: main.ts → modules/queue/index.ts",
      "modules: modules/chain/index.ts → environments/environment.ts",
      "modules: modules/chain/index.ts → services/contracts/events.ts",
      "modules: modules/chain/index.ts → stacks/index.ts",
      "modules: modules/queue/missing.ts → ./nowhere",
      "provider-root: modules/slow/index.ts → @cdktf/provider-aws",
      "resolvable: modules/queue/missing.ts → ./nowhere",
      "rules: rules/queues.ts → modules/queue/index.ts",
      "services-apart: services/http/route.ts → services/basket/domain/basket.ts",
      "services-apart: services/product/handlers/api.ts → services/basket/domain/basket.ts",
      "services: services/product/handlers/api.ts → cdktf",
      "services: services/product/handlers/api.ts → modules/queue/index.ts",
      "stacks: stacks/catalog.ts → @cdktf/provider-aws",
      "stacks: stacks/catalog.ts → environments/dev.ts",
      "stacks: stacks/catalog.ts → local/cloud.ts",
      "stacks: stacks/catalog.ts → services/product/domain/product.ts",
      "test-only: cli/local.ts → bench/synthesis.ts",
      "test-only: cli/local.ts → test/harness.ts",
    ].sort(),
  );
});
