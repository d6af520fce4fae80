import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { awsProviders, readProvider } from "../../../local/terraform/provider";
import { loadStacks } from "../../../local/terraform/stacks";
import { TerraformError } from "../../../local/terraform/terraform-error";
import { stackOf } from "./things";

const outdir = mkdtempSync(join(tmpdir(), "stacks-"));
afterAll(() => rmSync(outdir, { recursive: true }));

function writeStack(name: string, content: string): object {
  mkdirSync(join(outdir, "stacks", name), { recursive: true });
  writeFileSync(join(outdir, "stacks", name, "cdk.tf.json"), content);
  return {
    name,
    constructPath: name,
    workingDirectory: `stacks/${name}`,
    synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
    annotations: [],
    dependencies: name === "dev-b" ? ["dev-a"] : [],
  };
}

function writeManifest(stacks: Record<string, object>): void {
  writeFileSync(join(outdir, "manifest.json"), JSON.stringify({ version: "0.21.0", stacks }));
}

describe("loadStacks", () => {
  test("reads the stacks of one environment", () => {
    writeManifest({
      "dev-a": writeStack("dev-a", "{}"),
      "dev-b": writeStack("dev-b", '{"//":{"metadata":{}},"resource":{"aws_sqs_queue":{"q":{"name":"q"}}}}'),
      "prod-a": writeStack("prod-a", "broken, and not read"),
    });

    expect(loadStacks(outdir, "dev-")).toEqual([
      { name: "dev-a", directory: join(outdir, "stacks/dev-a"), template: {}, dependencies: [] },
      {
        name: "dev-b",
        directory: join(outdir, "stacks/dev-b"),
        template: { "//": { metadata: {} }, resource: { aws_sqs_queue: { q: { name: "q" } } } },
        dependencies: ["dev-a"],
      },
    ]);
  });

  test.each([
    [
      join(outdir, "none"),
      "dev-",
      /there is no synthesized stack at .*none\/manifest\.json .*run npx cdktf synth/,
    ],
    [outdir, "test-", /no stack in .* begins with "test-"; there are: dev-a, dev-b, prod-a/],
    [outdir, "prod-", /prod-a\/cdk\.tf\.json is no JSON .*; synthesize again/],
  ])("from %s with %s fails plainly", (folder, prefix, message) => {
    expect(() => loadStacks(folder, prefix)).toThrow(TerraformError);
    expect(() => loadStacks(folder, prefix)).toThrow(message);
  });

  test("names what is wrong with a file that is not CDKTF's", () => {
    writeManifest({ "dev-c": writeStack("dev-c", '{"resource":{"aws_sqs_queue":[]}}') });

    expect(() => loadStacks(outdir, "dev-c")).toThrow(
      /is not what CDKTF writes:[\s\S]*resource\.aws_sqs_queue/,
    );
  });
});

describe("readProvider", () => {
  const provider = (region: string, accounts?: readonly string[]) => ({
    provider: { aws: [{ region, ...(accounts === undefined ? {} : { allowed_account_ids: accounts }) }] },
  });

  test("finds the region and account of an environment", () => {
    const stacks = [
      stackOf("dev-a", provider("eu-central-1", ["111111111111"])),
      stackOf("dev-b", { provider: { aws: { region: "eu-central-1" }, archive: [{}] } }),
      stackOf("dev-c", {
        provider: {
          aws: [
            { region: "eu-central-1" },
            { alias: "far", region: "us-east-1", default_tags: [{ tags: { stack: "far" } }] },
          ],
        },
      }),
    ];

    expect(readProvider(stacks)).toEqual({ region: "eu-central-1", accountId: "111111111111" });
    expect(awsProviders(stacks[2] ?? stackOf("", {}))).toEqual([
      { region: "eu-central-1", accountIds: [], defaultTags: {} },
      { alias: "far", region: "us-east-1", accountIds: [], defaultTags: { stack: "far" } },
    ]);
  });

  test.each([
    [
      [provider("eu-central-1", ["1"]), provider("us-east-1", ["1"])],
      "one region, and names eu-central-1 and us-east-1",
    ],
    [[provider("eu-central-1", ["1", "2"])], "one allowed account, and names 1 and 2"],
    [[{}], "one region, and names none"],
  ])("%j does not say", (templates, message) => {
    const stacks = templates.map((template, index) => stackOf(`dev-${index}`, template));

    expect(() => readProvider(stacks)).toThrow(message);
  });
});
