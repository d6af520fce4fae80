import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readManifest } from "../../cli/synthesized-stacks";
import { initArguments } from "../../cli/terraform/init-arguments";
import { Terraform } from "../../cli/terraform/terraform";
import { copyStack } from "../../cli/verify-deploy/deployable-copy";
import { type StackResult, verify } from "../../cli/verify-deploy/verify";
import { ENVIRONMENT, synthesizeOptions } from "../options/app";
import type { Release } from "../options/stacks/apis";
import { describeDeploy } from "./describe-deploy";
import { MotoCloud } from "./moto-cloud";
import { ROOT, tools } from "./tools";

describeDeploy("options that no stack of the shop uses", () => {
  let folder: string;
  let results: readonly StackResult[];
  let releases: Readonly<Record<string, ReleaseResult>>;

  // Side by side: most of the time is spent waiting for queues to become what they were told to be.
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "options-deploy-"));
    const outdir = join(folder, "out");
    synthesizeOptions(outdir, { only: ["functions", "tables", "messages", "events"] });
    [results, releases] = await Promise.all([
      verify({
        root: ROOT,
        outdir,
        workdir: join(folder, "verify"),
        environments: [ENVIRONMENT],
        until: "destroy",
        progress: () => {},
      }),
      releaseApis(join(folder, "apis")),
    ]);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(["functions", "tables", "messages", "events"])(
    "the stack %s is validated, applied, unchanged in a second plan and destroyed",
    (name) => {
      const result = results.find(({ stack }) => stack === `${ENVIRONMENT}-${name}`);

      expect(result?.failure).toBeUndefined();
      expect(Object.keys(result?.seconds ?? {})).toEqual([
        "init",
        "validate",
        "apply",
        "second plan",
        "destroy",
      ]);
    },
  );

  test("APIs with a usage plan, models, scopes and CORS are applied and unchanged in a second plan", () => {
    expect(releases["first"]).toMatchObject({ leftToChange: "" });
    expect(releases["first"]?.changes.filter((change) => !change.startsWith("create"))).toEqual([]);
  });

  test("a canary leaves the deployment that serves alone, and takes its share beside it", () => {
    expect(releases["trial"]).toMatchObject({ leftToChange: "" });
    expect(releases["trial"]?.changes).toEqual([
      "create aws_api_gateway_deployment.trial-api_canary-deployment",
      "create aws_api_gateway_integration.trial-api_integration-get-new",
      "create aws_api_gateway_method.trial-api_method-get-new",
      "create aws_api_gateway_resource.trial-api_resource-new",
      "create aws_lambda_permission.trial-api_permission-get-new",
      "update aws_api_gateway_stage.trial-api_stage",
    ]);
  });

  test("a canary that is let go hands everyone to the new deployment", () => {
    expect(releases["second"]).toMatchObject({ leftToChange: "" });
    expect(releases["second"]?.changes).toEqual([
      "create+delete aws_api_gateway_deployment.trial-api_deployment",
      "delete aws_api_gateway_deployment.trial-api_canary-deployment",
      "update aws_api_gateway_stage.trial-api_stage",
    ]);
  });
});

interface ReleaseResult {
  /** What was planned and applied: `<actions> <type>.<construct>`, sorted. */
  readonly changes: readonly string[];
  /** What the plan after it says, unless that there is nothing to change. */
  readonly leftToChange: string;
}

/** Deploys the APIs, then a new definition as a canary, then for everyone; destroys them at last. */
async function releaseApis(folder: string): Promise<Readonly<Record<string, ReleaseResult>>> {
  const cloud = await MotoCloud.start("111111111111");
  const work = join(folder, "work");
  const terraform = new Terraform(work, cloud.environment);
  const run = async (...args: readonly string[]) => {
    const { exitCode, output, stdout } = await terraform.run(...args);
    if (exitCode !== 0) throw new Error(`terraform ${args.join(" ")} ended with ${exitCode}:\n${output}`);
    return stdout;
  };

  /** Puts the stack of a release into the folder where terraform runs. */
  const place = (name: string, release: Release): void => {
    const outdir = join(folder, name);
    synthesizeOptions(outdir, { only: ["apis"], release });
    const [stack] = readManifest(outdir);
    if (stack === undefined) throw new Error(`${outdir} has no stack`);
    const { hasArchiveProvider } = tools().providers;
    const copy = join(folder, `${name}-copy`);
    copyStack(outdir, stack, copy, { stateFolder: join(folder, "state"), hasArchiveProvider });
    cpSync(copy, work, { recursive: true });
  };

  const apply = async (): Promise<ReleaseResult> => {
    await run("plan", "-input=false", "-no-color", "-out=plan");
    const plan = JSON.parse(await run("show", "-json", "plan")) as { resource_changes: readonly Change[] };
    await run("apply", "-input=false", "-no-color", "plan");
    const second = await terraform.run("plan", "-detailed-exitcode", "-input=false", "-no-color");
    const changes = plan.resource_changes.filter(({ change }) => change.actions[0] !== "no-op");
    return { changes: changes.map(textOf).sort(), leftToChange: second.exitCode === 0 ? "" : second.stdout };
  };

  try {
    place("first", "first");
    await run(...initArguments(work));
    await run("validate", "-no-color");
    const first = await apply();
    place("trial", { percent: 25 });
    const trial = await apply();
    place("second", "second");
    const second = await apply();
    await run("destroy", "-auto-approve", "-input=false", "-no-color");
    return { first, trial, second };
  } finally {
    await cloud.close();
  }
}

interface Change {
  readonly address: string;
  readonly change: { readonly actions: readonly string[] };
}

/** Without the hash that CDKTF ends a name with. */
function textOf({ address, change }: Change): string {
  return `${change.actions.join("+")} ${address.replace(/_[0-9A-F]{8}$/, "")}`;
}
