import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "tar";
import type { Manifest } from "../../../cli/plan-bundle/manifest";
import { openBundle } from "../../../cli/plan-bundle/open-bundle";
import { writeBundle } from "../../../cli/plan-bundle/write-bundle";

const ABOUT: Omit<Manifest, "files"> = {
  format: 1,
  environment: "dev",
  commit: "c0ffee",
  tree: "beef",
  dirty: false,
  createdAt: "2026-01-02T03:04:05.000Z",
  terraform: "1.11.4",
  stopped: false,
  stacks: [{ name: "dev-shop", dependencies: [], knownAfter: [], state: null }],
  upstream: {},
};

let folder: string;
let content: string;
let bundle: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bundle-test-"));
  content = join(folder, "content");
  bundle = join(folder, "dev.tar.gz");
  mkdirSync(join(content, "stacks", "dev-shop", ".terraform"), { recursive: true });
  writeFileSync(join(content, "stacks", "dev-shop", "cdk.tf.json"), "{}");
  writeFileSync(join(content, "stacks", "dev-shop", ".terraform", "provider"), "large");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (expected?: string) => openBundle(bundle, join(folder, "opened"), expected);
const repack = () => create({ cwd: content, file: bundle, gzip: true }, ["manifest.json", "stacks"]);

test("a bundle opens as it was written, without what terraform keeps for itself", async () => {
  const digest = await writeBundle(content, ABOUT, bundle);

  const opened = await open(digest);

  expect(opened.digest).toBe(digest);
  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(opened.manifest).toMatchObject(ABOUT);
  expect(Object.keys(opened.manifest.files)).toEqual(["stacks/dev-shop/cdk.tf.json"]);
});

test("a bundle with another digest than the reviewed one is refused", async () => {
  const digest = await writeBundle(content, ABOUT, bundle);

  await expect(open("sha256:0")).rejects.toThrow(
    `${bundle} is not the bundle that was reviewed: its digest is ${digest}, expected was sha256:0.`,
  );
});

test.each([
  [
    "changed",
    () => writeFileSync(join(content, "stacks/dev-shop/cdk.tf.json"), "{ }"),
    "cdk.tf.json was changed",
  ],
  ["taken out", () => rmSync(join(content, "stacks/dev-shop/cdk.tf.json")), "cdk.tf.json is missing"],
  [
    "added",
    () => writeFileSync(join(content, "stacks/dev-shop/more.tf.json"), "{}"),
    "more.tf.json is not in the manifest",
  ],
])("a bundle in which a file was %s is refused", async (_, tamper, reason) => {
  const digest = await writeBundle(content, ABOUT, bundle);
  rmSync(join(content, "stacks/dev-shop/.terraform"), { recursive: true });
  tamper();
  await repack();

  await expect(open(digest)).rejects.toThrow(
    `is not as it was made; plan again:\n  stacks/dev-shop/${reason}`,
  );
});

test.each([
  [
    "a file among what terraform keeps for itself",
    () => {
      mkdirSync(join(content, "stacks/dev-shop/.terraform"));
      writeFileSync(join(content, "stacks/dev-shop/.terraform/x.tf.json"), "{}");
    },
    ".terraform/x.tf.json is not in the manifest",
  ],
  [
    "a link",
    () => symlinkSync("cdk.tf.json", join(content, "stacks/dev-shop/z_override.tf.json")),
    "z_override.tf.json is no file",
  ],
])("a bundle that smuggles in %s is refused", async (_, tamper, reason) => {
  const digest = await writeBundle(content, ABOUT, bundle);
  rmSync(join(content, "stacks/dev-shop/.terraform"), { recursive: true });
  tamper();
  await repack();

  await expect(open(digest)).rejects.toThrow(`stacks/dev-shop/${reason}`);
});

test.each([
  ["text", () => writeFileSync(bundle, "no tar")],
  ["missing", () => undefined],
  ["an archive without a manifest", () => create({ cwd: content, file: bundle, gzip: true }, ["stacks"])],
])("what is no bundle but %s is refused", async (_, make) => {
  await make();

  await expect(open()).rejects.toThrow(
    `${bundle} is no plan bundle, which "npx platform plan <environment>" makes:`,
  );
});
