import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, extract } from "tar";
import type { Summary } from "../../cli/plan-summary/summary";
import { Checkout } from "./checkout";
import { deniedActions, policiesOf } from "./denied-actions";
import { describeDeploy } from "./describe-deploy";
import { type CommandOptions, MotoCloud } from "./moto-cloud";
import { StateBucket } from "./state-bucket";

const ACCOUNT = "111111111111";

interface Planned extends Summary {
  readonly bundle: string;
  readonly digest: string;
  readonly stopped: boolean;
}

/**
 * The way of changes into dev, as a story: each test goes on where the one before it ended. Plans are made in one folder
 * and applied from another, in which nothing but the same commit is checked out.
 */
describeDeploy("the pipeline of dev", () => {
  let folder: string;
  let cloud: MotoCloud;
  let bucket: StateBucket;
  let author: Checkout;
  let deployer: Checkout;
  let stacks: string;
  let bundle: string;
  let digest: string;

  const run = (...args: string[]) => cloud.platform(args, { root: deployer.folder });
  const apply = (options: CommandOptions, ...args: string[]) =>
    cloud.platform(["apply", bundle, ...args], { root: deployer.folder, ...options });
  const inBundle = (path: string) => join(folder, "unpacked", path);

  async function plan(
    ...only: readonly string[]
  ): Promise<{ readonly exitCode: number; readonly planned: Planned }> {
    const { exitCode, stdout, stderr } = await cloud.platform(
      ["plan", "dev", ...only, "--stacks", stacks, "--out", bundle, "--json"],
      { root: author.folder },
    );
    if (stdout === "") throw new Error(stderr);
    const planned = JSON.parse(stdout) as Planned;
    digest = planned.digest;
    return { exitCode, planned };
  }

  /** `dev-catalog` → what a plan does, address by address. */
  function changesOf({ stacks: all }: Planned): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(
      all.map(({ name, changes }) => [name, changes.map(({ kind, address }) => `${kind} ${address}`)]),
    );
  }

  async function results(command: Promise<{ stdout: string; stderr: string }>) {
    const { stdout, stderr } = await command;
    if (stdout === "") throw new Error(stderr);
    const { stacks: all } = JSON.parse(stdout) as { stacks: { name: string; kind: string }[] };
    return Object.fromEntries(all.map(({ name, kind }) => [name, kind]));
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "pipeline-"));
    bundle = join(folder, "dev.tar.gz");
    cloud = await MotoCloud.start(ACCOUNT);
    bucket = new StateBucket(cloud, "dev");
    author = Checkout.create(join(folder, "author"));
    deployer = author.clone(join(folder, "deployer"));
    stacks = await author.synthesize("dev");
  });

  afterAll(async () => {
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("a plan without a state bucket says how to make it", async () => {
    const { exitCode, stderr } = await cloud.platform(["plan", "dev", "--stacks", stacks], {
      root: author.folder,
    });

    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `The state bucket ${bucket.name} does not exist; make it: npx platform bootstrap dev`,
    );
  });

  test("the bootstrap makes bucket and roles", async () => {
    const { exitCode, stderr } = await cloud.platform(["bootstrap", "dev", "--yes", "--stacks", stacks], {
      root: author.folder,
    });

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  });

  test("the first plan has all of platform, and says of the others that they are known after it", async () => {
    const { exitCode, planned } = await plan();

    expect(exitCode).toBe(0);
    const [platform, ...others] = planned.stacks;
    expect(platform).toMatchObject({
      name: "dev-platform",
      knownAfter: [],
      counts: { destroy: 0, replace: 0 },
    });
    expect(platform?.counts.create).toBeGreaterThan(5);
    expect(others.map(({ name }) => name).sort()).toEqual(["dev-basket", "dev-catalog", "dev-ordering"]);
    for (const { knownAfter } of others) expect(knownAfter).toEqual(["dev-platform"]);
  });

  test("the bundle holds plans, stacks, zips and lock files, and nothing else travels", async () => {
    await unpack();

    const { files } = JSON.parse(readFileSync(inBundle("manifest.json"), "utf8")) as { files: object };
    const names = Object.keys(files);
    expect(names).toEqual(
      expect.arrayContaining([
        "stacks/dev-platform/tfplan",
        "stacks/dev-platform/cdk.tf.json",
        "stacks/dev-platform/.terraform.lock.hcl",
        "stacks/dev-catalog/.terraform.lock.hcl",
        "summary.md",
        "summary.json",
      ]),
    );
    expect(
      names.filter((name) => name.startsWith("stacks/dev-ordering/") && name.endsWith(".mjs")),
    ).toHaveLength(2);
  });

  test.each([
    [
      "tampered with",
      () => writeFileSync(inBundle("stacks/dev-catalog/cdk.tf.json"), "{}"),
      "cdk.tf.json was changed",
    ],
    [
      "filled up",
      () => writeFileSync(inBundle("stacks/dev-catalog/more.tf.json"), "{}"),
      "more.tf.json is not in the manifest",
    ],
  ])("a bundle that was %s is refused", async (_, tamper, reason) => {
    await unpack();
    tamper();
    const tampered = join(folder, "tampered.tar.gz");
    await create({ cwd: join(folder, "unpacked"), file: tampered, gzip: true }, ["."]);

    const { exitCode, stderr } = await run("apply", tampered);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(reason);
    expect(await bucket.state("platform")).toBeUndefined();
  });

  test("a bundle with another digest than the reviewed one is refused", async () => {
    const { exitCode, stderr } = await run("apply", bundle, "--digest", `sha256:${"0".repeat(64)}`);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(`is not the bundle that was reviewed: its digest is ${digest}`);
  });

  test("a bundle of another commit is refused", async () => {
    writeFileSync(join(deployer.folder, "later.md"), "a later change");

    const { exitCode, stderr } = await run("apply", bundle);

    rmSync(join(deployer.folder, "later.md"));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /The bundle was planned from commit \w+, but \w+, with uncommitted changes is checked out/,
    );
  });

  test("credentials of another account are refused", async () => {
    const other = await MotoCloud.start("222222222222");
    try {
      const { exitCode, stderr } = await other.platform(["apply", bundle], { root: deployer.folder });

      expect(exitCode).toBe(1);
      expect(stderr).toContain("The credentials are of account 222222222222");
      expect(other.requests().map(({ req }) => req)).toEqual(["sts:GetCallerIdentity"]);
    } finally {
      await other.close();
    }
  });

  test("the first apply does what was reviewed, and pauses where nobody could review", async () => {
    const { exitCode, stdout } = await apply({}, "--digest", digest, "--json");

    expect(exitCode).toBe(4);
    expect(await results(Promise.resolve({ stdout, stderr: "" }))).toEqual({
      "dev-platform": "applied",
      "dev-catalog": "waits for approval",
      "dev-ordering": "waits for approval",
      "dev-basket": "not begun",
    });
  });

  test("an apply whose process is killed leaves a terraform that ends in order", async () => {
    const interrupt = { when: /dev-catalog\s+\d+ of \d+: /, signal: "SIGKILL" } as const;

    await apply({ interrupt }, "--approve-unseen");

    expect(await bucket.record(digest, "dev-catalog")).toMatchObject({ status: "started" });
  });

  test("a killed apply is continued, and one that is told to stop finishes what is under way", async () => {
    const interrupt = { when: /dev-basket\s+\d+ of \d+: /, signal: "SIGTERM" } as const;

    const stopped = await results(apply({ interrupt }, "--approve-unseen", "--json"));

    expect(stopped).toMatchObject({ "dev-platform": "applied before", "dev-basket": "failed" });
    expect(await bucket.record(digest, "dev-catalog")).toMatchObject({ status: "applied" });
  });

  test("applied again, the same bundle is through", async () => {
    const all = await results(apply({}, "--approve-unseen", "--json"));

    expect(all["dev-platform"]).toBe("applied before");
    expect(all["dev-basket"]).toBe("applied");
    const { exitCode, stdout } = await apply({}, "--json");
    expect(exitCode).toBe(0);
    expect(new Set(Object.values(await results(Promise.resolve({ stdout, stderr: "" }))))).toEqual(
      new Set(["applied before"]),
    );
  });

  test("a plan of the same sources changes nothing, and nothing has drifted", async () => {
    const before = cloud.requests().length;
    const { planned } = await plan();
    const drift = await run("drift", "dev", "--stacks", stacks);

    expect(deniedActions(cloud.requests().slice(before), policiesOf("plan", "dev", stacks))).toEqual([]);
    expect(Object.values(changesOf(planned)).flat()).toEqual([]);
    expect(planned.stacks.flatMap(({ knownAfter }) => knownAfter)).toEqual([]);
    expect(drift).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("dev is as it was applied."),
    });
  });

  test("a change of one handler's code touches that function alone", async () => {
    author.edit("services/ordering/handlers/checkout.ts", (text) => `${text}\nconsole.debug("loaded");\n`);
    author.commit("say that the handler is loaded");
    deployer.pull();
    stacks = await author.synthesize("dev");

    const { planned } = await plan();

    expect(changesOf(planned)).toEqual({
      "dev-platform": [],
      "dev-catalog": [],
      "dev-basket": [],
      "dev-ordering": [expect.stringMatching(/^change aws_lambda_function\.checkout-function_/)],
    });
    const [change] = planned.stacks.flatMap(({ changes }) => changes);
    expect(change?.changes).toEqual(expect.arrayContaining(["filename", "source_code_hash"]));
  });

  test("a plan whose state has moved is refused", async () => {
    const before = await bucket.state("ordering");
    await bucket.writeState("ordering", { ...before, serial: Number(before?.["serial"]) + 1 });

    const { exitCode, stderr } = await apply({});

    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      "Somebody else has changed what the plan is based on. Nothing was touched; plan again:",
    );
    expect(stderr).toMatch(/dev-ordering: planned on serial \d+ of [\w-]+, found serial \d+ of [\w-]+/);
    await bucket.writeState("ordering", before);
  });

  test("the change is applied from the other folder, and needs no approval when that is interrupted", async () => {
    const interrupt = { when: /dev-ordering\s+applying 1 changes/, signal: "SIGKILL" } as const;
    await apply({ interrupt }, "--digest", digest);

    const all = await results(apply({}, "--digest", digest, "--json"));

    // Whether the terraform that was left behind had already changed the function is a matter of moments.
    expect(["applied", "no changes"]).toContain(all["dev-ordering"]);
    expect(await bucket.record(digest, "dev-ordering")).toMatchObject({
      status: "applied",
      commit: expect.any(String),
    });
    const { planned } = await plan("ordering");
    expect(changesOf(planned)).toEqual({ "dev-ordering": [] });
  });

  test("an environment of which something would be left behind is not destroyed", async () => {
    await bucket.writeState("cart", await bucket.state("ordering"));

    const { exitCode, stderr } = await run("destroy", "dev", "--stacks", stacks, "--confirm", "dev");

    await cloud.run("aws", ["s3", "rm", `s3://${bucket.name}/dev/cart.tfstate`]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("destroy it from a commit that has it (npx cdktf destroy dev-cart).");
    expect(stderr).toContain("Nothing was touched, for they would be left behind.");
  });

  test("an environment is destroyed when its name is said once more, and only then", async () => {
    const before = cloud.requests().length;
    const unsaid = await run("destroy", "dev", "--stacks", stacks);
    const destroyed = await run("destroy", "dev", "--stacks", stacks, "--confirm", "dev");

    expect(deniedActions(cloud.requests().slice(before), policiesOf("apply", "dev", stacks))).toEqual([]);

    expect(unsaid.exitCode).toBe(4);
    expect(unsaid.stderr).toMatch(/dev-ordering\/aws_dynamodb_table\.order-table_\w+: all its items/);
    expect(unsaid.stderr).toContain(
      "Nobody can be asked here; say it with --confirm dev. Nothing was touched.",
    );
    expect(destroyed).toMatchObject({ exitCode: 0 });
    for (const stack of ["platform", "catalog", "basket", "ordering"]) {
      expect((await bucket.state(stack))?.["resources"]).toEqual([]);
    }
  });

  async function unpack(): Promise<void> {
    const target = join(folder, "unpacked");
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target);
    await extract({ file: bundle, cwd: target });
  }
});
