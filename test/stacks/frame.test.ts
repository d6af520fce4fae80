import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BOOTSTRAP_STACKS, isBootstrapStack } from "../../cli/bootstrap-stacks";
import { loadEnvironments } from "../../environments";
import { synthesizeEnvironments, UnknownEnvironmentError } from "../../main";
import { repository } from "../../package.json";
import { SynthesizedStacks } from "./synthesized";

const STACKS = {
  state: undefined,
  pipeline: undefined,
  platform: undefined,
  catalog: "product",
  basket: "basket",
  ordering: "ordering",
};

const synthesized = new SynthesizedStacks();
const environments = loadEnvironments();

const cases = environments.flatMap((environment) =>
  Object.entries(STACKS).map(([stack, service]) => ({
    name: `${environment.name}-${stack}`,
    environment,
    stack,
    service,
  })),
);

it("what bootstrap deploys are stacks of every environment", () => {
  expect(cases.filter(({ name }) => isBootstrapStack(name)).map(({ stack }) => stack)).toEqual(
    environments.flatMap(() => [...BOOTSTRAP_STACKS]),
  );
});

it("the app has every stack in every environment", () => {
  expect([...synthesized.stacks.keys()]).toEqual(cases.map(({ name }) => name).sort());
});

describe.each(cases)("$name", ({ name, environment, stack, service }) => {
  const json = synthesized.stack(name);

  it("works on the environment's account and region only", () => {
    expect(json.provider["aws"]).toEqual([
      expect.objectContaining({
        region: environment.region,
        allowed_account_ids: [environment.accountId],
      }),
    ]);
  });

  it("tags everything with environment, stack, service, repository and the environment's tags", () => {
    const [aws] = json.provider["aws"] ?? [];

    expect(aws?.["default_tags"]).toEqual([
      {
        tags: {
          ...environment.tags,
          environment: environment.name,
          stack,
          ...(service === undefined ? {} : { service }),
          repository: repository.url.replace("git+", "").replace(/\.git$/, ""),
        },
      },
    ]);
  });

  it("keeps a locked, encrypted state of its own in the environment's bucket", () => {
    expect(json.terraform.backend).toEqual({
      s3: {
        bucket: environment.stateBucket,
        key: `${environment.name}/${stack}.tfstate`,
        region: environment.region,
        encrypt: true,
        use_lockfile: true,
        allowed_account_ids: [environment.accountId],
      },
    });
  });

  it("refuses a Terraform that cannot lock by a file", () => {
    expect(json.terraform.required_version).toBe(">= 1.10");
  });
});

describe.each(environments.map(({ name }) => name))("the stacks of %s", (environment) => {
  it("tell the addresses and ids that callers need", () => {
    const told = (stack: string) =>
      Object.keys(synthesized.stack(`${environment}-${stack}`).output).filter(
        (name) => !name.startsWith("cross-"),
      );

    expect(told("state")).toEqual(["state_bucket"]);
    expect(told("pipeline")).toEqual(["apply_role_arn", "plan_role_arn"]);
    expect(told("platform")).toEqual(["user_pool_client_id", "user_pool_id"]);
    expect(told("catalog")).toEqual(["product_api_url"]);
    expect(told("basket")).toEqual(["basket_api_url"]);
    expect(told("ordering")).toEqual(["order_api_url"]);
  });

  it("are deployed after what they need", () => {
    const dependenciesOf = (stack: string) => synthesized.dependencies.get(`${environment}-${stack}`);

    expect(dependenciesOf("state")).toEqual([]);
    expect(dependenciesOf("pipeline")).toEqual([`${environment}-state`]);
    expect(dependenciesOf("platform")).toEqual([]);
    expect(dependenciesOf("catalog")).toEqual([`${environment}-platform`]);
    expect(dependenciesOf("basket")).toEqual([`${environment}-platform`, `${environment}-catalog`]);
    expect(dependenciesOf("ordering")).toEqual([`${environment}-platform`]);
  });

  it("read from another stack's state only what no name tells: ids of the user pool", () => {
    const read = [...synthesized.stacks]
      .filter(([name]) => name.startsWith(`${environment}-`))
      .flatMap(([, json]) => JSON.stringify(json).match(/outputs\.cross-stack-output-[\w-]+/g) ?? []);

    expect(
      [...new Set(read)].map((output) => output.replace(/^.*?(aws_cognito\w+?)users.*_[0-9A-F]{8}/, "$1 ")),
    ).toEqual(["aws_cognito_user_pool_client id", "aws_cognito_user_pool id", "aws_cognito_user_pool arn"]);
  });

  it("read another stack's state from where that stack keeps it", () => {
    const { backend } = synthesized.stack(`${environment}-platform`).terraform;
    const { use_lockfile: _, ...config } = backend["s3"] ?? {};

    for (const reader of ["catalog", "basket", "ordering"]) {
      const states = synthesized.stack(`${environment}-${reader}`).data?.["terraform_remote_state"] ?? {};
      expect(Object.values(states)).toEqual([expect.objectContaining({ backend: "s3", config })]);
    }
  });
});

describe("synthesizeEnvironments", () => {
  it("writes the environments that are asked for and no other", () => {
    expect([...new SynthesizedStacks(["prod"]).stacks.keys()]).toEqual(
      Object.keys(STACKS)
        .map((stack) => `prod-${stack}`)
        .sort(),
    );
  });

  it("rejects an environment that no file describes", () => {
    const outdir = mkdtempSync(join(tmpdir(), "stacks-"));
    try {
      const synthesize = () => synthesizeEnvironments(["dev", "nowhere"], outdir);

      expect(synthesize).toThrow(UnknownEnvironmentError);
      expect(synthesize).toThrow(
        `There is no environment "nowhere"; environments/ has ${environments.map(({ name }) => name).join(", ")}.`,
      );
    } finally {
      rmSync(outdir, { recursive: true });
    }
  });
});
