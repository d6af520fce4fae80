import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Summary } from "../../cli/plan-summary/summary";
import { allowDestroy, changedStacks, resourceName } from "./changed-stacks";
import { Checkout } from "./checkout";
import { deniedActions, policiesOf } from "./denied-actions";
import { describeDeploy } from "./describe-deploy";
import { MotoCloud } from "./moto-cloud";
import { StateBucket } from "./state-bucket";

/** The same way as dev's, of which only the ends are looked at here, and then what protects what is in use. */
describeDeploy("the pipeline of prod", () => {
  let folder: string;
  let cloud: MotoCloud;
  let checkout: Checkout;
  let stacks: string;
  let bundle: string;

  const run = (...args: readonly string[]) => cloud.platform(args, { root: checkout.folder });

  async function plan(outdir: string, ...only: readonly string[]) {
    const { exitCode, stdout, stderr } = await run(
      ...["plan", "prod", ...only, "--stacks", outdir, "--out", bundle, "--json"],
    );
    if (stdout === "") throw new Error(stderr);
    return { exitCode, planned: JSON.parse(stdout) as Summary };
  }

  /** Copies the stacks and changes the text of one. */
  function changed(name: string, stack: string, change: (text: string) => string): string {
    const outdir = join(folder, name);
    changedStacks(stacks, outdir, stack, change);
    return outdir;
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "pipeline-"));
    bundle = join(folder, "prod.tar.gz");
    cloud = await MotoCloud.start("222222222222");
    checkout = Checkout.create(join(folder, "checkout"));
    stacks = await checkout.synthesize("prod");
  });

  afterAll(async () => {
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("goes from an empty account to what the stacks say", async () => {
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

    const { planned } = await plan(stacks);
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

  test("what somebody changes by the AWS CLI is found and named", async () => {
    const aws = (...args: string[]) => cloud.run("aws", ["--region", "eu-central-1", ...args]);
    const api = ["--function-name", "prod-basket-api"];
    await aws("lambda", "update-function-configuration", ...api, "--timeout", "99");
    await aws("cloudwatch", "delete-alarms", "--alarm-names", "prod-basket-api-errors");
    const bucket = new StateBucket(cloud, "prod");
    await bucket.writeState("cart", await bucket.state("ordering"));

    const { exitCode, stdout } = await run("drift", "prod", "--stacks", stacks);

    await aws("s3", "rm", `s3://${bucket.name}/prod/cart.tfstate`);
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(
      /- aws_lambda_function\.basket-api-function_\w+ was changed\n {2}- timeout: applied 10, found 99/,
    );
    expect(stdout).toMatch(/- aws_cloudwatch_metric_alarm\.basket-api-function_errors-alarm_\w+ is gone/);
    expect(stdout).not.toContain("prod-catalog:");
    expect(stdout).toContain("prod-cart is applied, but no longer in the sources, so nothing manages it:");
  });

  test("a plan that would replace a table is stopped, and cannot be applied", async () => {
    const outdir = changed("replaced", "prod-ordering", (text) =>
      text.replaceAll('"name": "prod-ordering-order"', '"name": "prod-ordering-orders"'),
    );

    const { exitCode, planned } = await plan(outdir, "ordering");

    expect(exitCode).toBe(5);
    expect(planned.objections).toEqual([
      expect.objectContaining({
        stack: "prod-ordering",
        address: expect.stringMatching(/^aws_dynamodb_table\.order-table/),
        guard: "stateful",
        reason: "would be replaced by an empty one, and with it all its items",
      }),
    ]);
    const refused = await run("apply", bundle);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain("A guard stopped this plan of prod, so it cannot be applied");
  });

  test("a table that is taken out is named as well, and let go when allowDestroy names it", async () => {
    const table = resourceName(stacks, "prod-basket", "aws_dynamodb_table", "price-table");
    const rename = (text: string) =>
      text.replaceAll(table, `${table}X`).replaceAll('"prod-basket-price"', '"prod-basket-prices"');
    const outdir = changed("destroyed", "prod-basket", rename);

    const stopped = await plan(outdir, "basket");

    expect(stopped.exitCode).toBe(5);
    expect(stopped.planned.objections.map(({ reason }) => reason)).toEqual([
      "would be destroyed, and with it all its items",
    ]);
    allowDestroy(outdir, "prod", [`prod-basket/aws_dynamodb_table.${table}`]);
    expect(await plan(outdir, "basket")).toMatchObject({ exitCode: 0, planned: { objections: [] } });
  });

  test("a changed address is stopped with both addresses, and let pass with a moved entry", async () => {
    const role = resourceName(stacks, "prod-ordering", "aws_iam_role", "checkout-function");
    const rename = (text: string) => text.replaceAll(role, `${role}X`);
    const outdir = changed("renamed", "prod-ordering", rename);

    const stopped = await plan(outdir, "ordering");

    expect(stopped.exitCode).toBe(5);
    expect(stopped.planned.objections).toContainEqual(
      expect.objectContaining({
        guard: "address",
        address: `aws_iam_role.${role}`,
        to: `aws_iam_role.${role}X`,
      }),
    );
    const moved = [{ from: `aws_iam_role.${role}`, to: `aws_iam_role.${role}X` }];
    const kept = changed("moved", "prod-ordering", (text) =>
      JSON.stringify({ ...(JSON.parse(rename(text)) as object), moved }),
    );
    expect(await plan(kept, "ordering")).toMatchObject({ exitCode: 0, planned: { objections: [] } });
  });
});
