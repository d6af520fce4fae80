import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { readManifest } from "../../cli/synthesized-stacks";
import { findHandlers } from "../../modules/lambda-code/handler-entries";
import { lockBlock, lockText } from "../cli/lock-fixture";
import { SYNTHESIZED_STACKS } from "../synthesized-stacks";
import { RepositoryCopy } from "./repository-copy";

jest.setTimeout(60_000);

const parent = mkdtempSync(join(tmpdir(), "app-command-"));
const copy = new RepositoryCopy(join(parent, "copy"));
afterAll(() => rmSync(parent, { recursive: true }));

/** Path and hash of every file below a folder. */
function contentOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => [relative(folder, file), createHash("sha256").update(readFileSync(file)).digest("hex")])
      .sort(),
  );
}

describe("the app command", () => {
  it("writes the same bytes wherever the repository lies", async () => {
    const other = new RepositoryCopy(join(parent, "deeper", "below", "the-other"));

    const results = await Promise.all([copy.runApp(), other.runApp()]);

    expect(results).toEqual([
      { exitCode: 0, stderr: "" },
      { exitCode: 0, stderr: "" },
    ]);
    const stacks = contentOf(join(copy.folder, "cdktf.out"));
    const bundles = Object.entries(contentOf(join(copy.folder, "build/handlers"))).filter(([path]) =>
      path.includes(".mjs"),
    );
    expect(Object.keys(stacks).filter((path) => path.endsWith("cdk.tf.json"))).toEqual(
      readManifest(SYNTHESIZED_STACKS)
        .map(({ synthesizedStackPath }) => synthesizedStackPath)
        .sort(),
    );
    expect(bundles).toHaveLength(2 * findHandlers(copy.folder).length);
    expect(contentOf(join(other.folder, "cdktf.out"))).toEqual(stacks);
    expect(contentOf(join(other.folder, "build/handlers"))).toMatchObject(Object.fromEntries(bundles));
  });

  it("writes the environments that it is asked for", async () => {
    const outdir = join(parent, "only-prod");

    const { exitCode } = await copy.runApp(["prod"], { CDKTF_OUTDIR: outdir });

    expect(exitCode).toBe(0);
    expect(readdirSync(join(outdir, "stacks")).sort()).toEqual(
      readManifest(SYNTHESIZED_STACKS)
        .map(({ name }) => name)
        .filter((name) => name.startsWith("prod-"))
        .sort(),
    );
  });

  it("puts the repository's lock file beside the stacks, or says what is wrong with it", async () => {
    const [outdir, lock] = [join(parent, "locked"), join(copy.folder, ".terraform.lock.hcl")];
    const block = lockBlock("registry.terraform.io/hashicorp/aws", "5.100.0");
    try {
      writeFileSync(lock, lockText(block));
      const good = await copy.runApp(["prod"], { CDKTF_OUTDIR: outdir });
      writeFileSync(lock, `=======\n${lockText(block)}`);
      const broken = await copy.runApp(["prod"], { CDKTF_OUTDIR: outdir });

      expect(good).toEqual({ exitCode: 0, stderr: "" });
      expect(readFileSync(join(outdir, "stacks/prod-basket/.terraform.lock.hcl"), "utf8")).toContain(block);
      expect(broken).toEqual({
        exitCode: 1,
        stderr: `${lock} is not as terraform writes it: line 1 is "=======".\nDelete the file and make it anew: npx platform lock\n`,
      });
    } finally {
      rmSync(lock);
    }
  });

  it("says what is wrong with the environments, and nothing else", async () => {
    const result = await copy.runApp([], { PLATFORM_DEV_REGION: "here" });

    expect(result).toEqual({
      exitCode: 1,
      stderr:
        "1 problem in the environments' values:\n" +
        '  PLATFORM_DEV_REGION (in place of environments/dev.ts): region: must be an AWS region, as in "eu-central-1"; got "here"\n',
    });
  });

  it("says what is wrong with a module's props, and nothing else", async () => {
    const ordering = join(copy.folder, "stacks/ordering.ts");
    const before = readFileSync(ordering, "utf8");
    writeFileSync(ordering, before.replace('partitionKey: "orderId"', 'partitionKey: ""'));
    try {
      const { exitCode, stderr } = await copy.runApp();

      expect(exitCode).toBe(1);
      expect(stderr).toBe(
        'dev-ordering/order-table: a key of the table is ""; the name of a key has 1 to 255 characters.\n',
      );
    } finally {
      writeFileSync(ordering, before);
    }
  });

  it("says which rules are broken, also by what is made by hand, and leaves nothing to plan", async () => {
    const outdir = join(parent, "broken");
    const ordering = join(copy.folder, "stacks/ordering.ts");
    const before = readFileSync(ordering, "utf8");
    const queue = 'new SqsQueue(this, "by-hand", { name: "orders", sqsManagedSseEnabled: true });';
    writeFileSync(
      ordering,
      `import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";\n${before}`.replace(
        "this.addCheckoutConsumer(orders);",
        `this.addCheckoutConsumer(orders);\n    ${queue}`,
      ),
    );
    try {
      const { exitCode, stderr } = await copy.runApp(["dev"], { CDKTF_OUTDIR: outdir });

      expect(exitCode).toBe(1);
      expect(stderr).toMatch(
        /^The stacks were not synthesized, because they break rules \(3 violations; docs\/rules\.md says why\):\n/,
      );
      expect(stderr.match(/dev-ordering\/by-hand \(aws_sqs_queue\.by-hand\)\n {4}[a-z-]+/g)).toEqual(
        ["queue-dead-letters", "tls-only", "alarms"].map(
          (rule) => `dev-ordering/by-hand (aws_sqs_queue.by-hand)\n    ${rule}`,
        ),
      );
      expect(stderr).not.toMatch(/^ +at /m);
      expect(
        readdirSync(outdir, { recursive: true }).filter((path) => String(path).endsWith("cdk.tf.json")),
      ).toEqual([]);
    } finally {
      writeFileSync(ordering, before);
    }
  });

  it("synthesizes nothing when a type does not hold", async () => {
    const outdir = join(parent, "untyped");
    appendFileSync(join(copy.folder, "stacks/names.ts"), "export const LIMIT: number = 'many';\n");

    const { exitCode, stderr } = await copy.runApp([], { CDKTF_OUTDIR: outdir });

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^The app was not synthesized, because its types do not hold:\nstacks\/names\.ts\(\d+,14\): error TS2322/,
    );
    expect(existsSync(outdir)).toBe(false);
  });
});
