import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Checkout } from "./checkout";
import { deniedActions, policiesOf } from "./denied-actions";
import { describeDeploy } from "./describe-deploy";
import { MotoCloud } from "./moto-cloud";

/** The same way as dev's, of which only the ends are looked at here. */
describeDeploy("the pipeline of prod", () => {
  let folder: string;
  let cloud: MotoCloud;
  let checkout: Checkout;
  let stacks: string;

  const run = (...args: readonly string[]) => cloud.platform(args, { root: checkout.folder });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "pipeline-"));
    cloud = await MotoCloud.start("222222222222");
    checkout = Checkout.create(join(folder, "checkout"));
    stacks = await checkout.synthesize("prod");
  });

  afterAll(async () => {
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("goes from an empty account to what the stacks say", async () => {
    const bundle = join(folder, "prod.tar.gz");
    const commands = [
      ["bootstrap", "prod", "--yes", "--stacks", stacks],
      ["plan", "prod", "--stacks", stacks, "--out", bundle],
      ["apply", bundle, "--approve-unseen"],
    ];

    let before = 0;
    for (const command of commands) {
      before = cloud.requests().length;
      const { exitCode, stderr } = await run(...command);
      expect({ command, exitCode, stderr }).toMatchObject({ command, exitCode: 0 });
    }
    expect(deniedActions(cloud.requests().slice(before), policiesOf("apply", "prod", stacks))).toEqual([]);

    const { stdout } = await run("plan", "prod", "--stacks", stacks, "--out", bundle, "--json");
    const planned = JSON.parse(stdout) as {
      stacks: { name: string; changes: unknown[]; knownAfter: string[] }[];
    };
    expect(planned.stacks.map(({ name }) => name).sort()).toEqual([
      "prod-basket",
      "prod-catalog",
      "prod-ordering",
      "prod-platform",
    ]);
    expect(planned.stacks.flatMap(({ changes, knownAfter }) => [...changes, ...knownAfter])).toEqual([]);
  });

  test("is not destroyed while its data is protected", async () => {
    const before = cloud.requests().length;

    const { exitCode, stderr } = await run("destroy", "prod", "--stacks", stacks, "--confirm", "prod");

    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      "prod is protected. To take it down, set deletionProtection in environments/prod.ts to false",
    );
    expect(
      cloud
        .requests()
        .slice(before)
        .map(({ req }) => req),
    ).toEqual(["sts:GetCallerIdentity"]);
  });
});
