import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compareStacks, type Difference } from "../../cli/compat/compare-stacks";

let parent: string;
let before: string;
let after: string;

function write(folder: string, file: string, content: unknown): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), typeof content === "string" ? content : JSON.stringify(content));
}

const STACK = "stacks/dev-catalog/cdk.tf.json";

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "compare-"));
  before = join(parent, "before");
  after = join(parent, "after");
  write(before, "manifest.json", { version: "0.21.0", stacks: { "dev-catalog": { dependencies: [] } } });
  write(before, STACK, {
    "//": { metadata: { version: "0.21.0" } },
    resource: { aws_sqs_queue: { orders: { "//": { path: "a" }, name: "orders", tags: ["a", "b"] } } },
  });
  write(before, "stacks/dev-catalog/assets/code/index.mjs", "export {};\n");
  cpSync(before, after, { recursive: true });
});

afterEach(() => rmSync(parent, { recursive: true }));

/** What differs, all stacks and files together. */
function differences(): readonly Difference[] {
  return compareStacks(before, after).flatMap(({ differences }) => differences);
}

describe("compareStacks", () => {
  test("lists every stack and what lies beside them", () => {
    expect(compareStacks(before, after)).toEqual([
      { name: "dev-catalog", differences: [] },
      { name: "manifest.json", differences: [] },
    ]);
  });

  test("overlooks what the tool says of itself, the order of keys and the layout", () => {
    write(
      after,
      "manifest.json",
      '{ "stacks": { "dev-catalog": { "dependencies": [\n] } }, "version": "0.24.0" }',
    );
    write(after, STACK, {
      resource: { aws_sqs_queue: { orders: { tags: ["a", "b"], name: "orders" } } },
      "//": { metadata: { version: "0.24.0" } },
    });

    expect(differences()).toEqual([]);
  });

  test("finds a changed value, a missing one and a new one by their places", () => {
    const template = JSON.parse(readFileSync(join(before, STACK), "utf8"));
    template.resource.aws_sqs_queue.orders = { name: "order", tags: ["b", "a"], fifo_queue: true };
    write(after, STACK, template);
    const at = "cdk.tf.json: resource.aws_sqs_queue.orders";

    expect(differences()).toEqual([
      { at: `${at}.fifo_queue`, before: undefined, after: "true" },
      { at: `${at}.name`, before: '"orders"', after: '"order"' },
      { at: `${at}.tags.0`, before: '"a"', after: '"b"' },
      { at: `${at}.tags.1`, before: '"b"', after: '"a"' },
    ]);
  });

  test("compares a version as a value wherever it is not the manifest's", () => {
    write(before, "environments.json", { dev: { version: "1" } });
    write(after, "environments.json", { dev: { version: "2" } });

    expect(differences()).toEqual([{ at: "environments.json: dev.version", before: '"1"', after: '"2"' }]);
  });

  test("finds code that is not the same", () => {
    write(after, "stacks/dev-catalog/assets/code/index.mjs", "export{};\n");

    expect(differences()).toEqual([
      { at: "assets/code/index.mjs", before: "(11 bytes)", after: "(10 bytes)" },
    ]);
  });

  test("finds a stack and a file that only one has", () => {
    rmSync(join(after, "stacks/dev-catalog"), { recursive: true });
    mkdirSync(join(after, "stacks"), { recursive: true });
    write(after, "stacks/dev-basket/cdk.tf.json", {});

    expect(compareStacks(before, after)).toMatchObject([
      { name: "dev-basket", differences: [{ at: "cdk.tf.json", before: undefined, after: "(a file)" }] },
      {
        name: "dev-catalog",
        differences: [
          { at: "assets/code/index.mjs", before: "(a file)", after: undefined },
          { at: "cdk.tf.json", before: "(a file)", after: undefined },
        ],
      },
      { name: "manifest.json", differences: [] },
    ]);
  });
});
