import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { LocalCloud } from "../../local/cloud";
import { loadStacks, type SynthesizedStack } from "../../local/terraform/stacks";
import { ApiAccount } from "../../modules/api-account";
import { RestApi, type RestApiProps } from "../../modules/api-lambda";
import { EnvironmentContext } from "../../modules/environment-context";
import { sampleFunction, TEST_ENVIRONMENT, useSampleHandlers } from "./synthesis";

useSampleHandlers();

const folders: string[] = [];
const clouds: LocalCloud[] = [];
afterEach(() => Promise.all(clouds.splice(0).map((cloud) => cloud.close())));
afterAll(() => folders.forEach((folder) => void rmSync(folder, { recursive: true })));

/** A stack with a REST API of one route. */
function stacks(path: string, props: Partial<RestApiProps> = {}): SynthesizedStack[] {
  const outdir = mkdtempSync(join(tmpdir(), "rest-api-"));
  folders.push(outdir);
  const app = new App({ outdir, stackTraces: false });
  const stack = new TerraformStack(app, "test-sample");
  EnvironmentContext.provide(stack, TEST_ENVIRONMENT);
  const { region, accountId } = TEST_ENVIRONMENT;
  new AwsProvider(stack, "aws", { region, allowedAccountIds: [accountId] });
  new ApiAccount(stack, "api-account", { service: "sample" });
  const api = new RestApi(stack, "rest", {
    service: "sample",
    name: "api",
    handler: sampleFunction(stack, { name: "api", handler: "services/sample/handlers/api.ts" }),
    routes: [{ method: "GET", path, auth: "none", reason: "Anyone may look." }],
    ...props,
  });
  new TerraformOutput(stack, "url", { value: api.url });
  app.synth();
  return loadStacks(outdir, "test-");
}

async function start(path: string) {
  const cloud = await LocalCloud.fromStacks(stacks(path), { clock: "virtual", seed: 7 });
  clouds.push(cloud);
  const statuses = async (at: string, count = 1) => {
    const all = [];
    for (let index = 0; index < count; index++)
      all.push((await fetch(`${cloud.outputs()["url"]}${at}`)).status);
    return all;
  };
  return { cloud, statuses };
}

describe("a RestApi, deployed again", () => {
  test("answers at a path whose ids stay the same", async () => {
    const { cloud, statuses } = await start("/price_list");

    await cloud.update(stacks("/price-list"));

    expect(await statuses("/price-list")).toEqual([200]);
    expect(await statuses("/price_list")).toEqual([404]);
  });

  test("with a canary serves a share by the new definition, and all when the canary ends", async () => {
    const { cloud, statuses } = await start("/old");

    await cloud.update(stacks("/new", { canary: { percent: 50 } }));
    const onTrial = await statuses("/new", 40);

    expect(new Set(onTrial)).toEqual(new Set([200, 404]));

    await cloud.update(stacks("/new"));

    expect(new Set(await statuses("/new", 10))).toEqual(new Set([200]));
  });
});
