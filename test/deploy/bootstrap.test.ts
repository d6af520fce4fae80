import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { GetRoleCommand, IAMClient, ListAttachedRolePoliciesCommand } from "@aws-sdk/client-iam";
import {
  DeleteBucketLifecycleCommand,
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  PutBucketPolicyCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { Checkout } from "./checkout";
import { SHARED_STACKS } from "./deployable-stacks";
import { describeDeploy } from "./describe-deploy";
import { type CommandResult, MotoCloud } from "./moto-cloud";

const ACCOUNT = "111111111111";
const BUCKET = `dev-shop-terraform-state-${ACCOUNT}`;
const ROLES = ["plan", "apply"].map((name) => `arn:aws:iam::${ACCOUNT}:role/dev-pipeline-${name}`);

let folder: string;
let checkout: Checkout;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bootstrap-"));
  checkout = Checkout.create(join(folder, "checkout"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const workingCopy = () => join(checkout.folder, "build", "bootstrap", `dev-${ACCOUNT}`);

function bootstrap(cloud: MotoCloud, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return cloud.platform(["bootstrap", "dev", "--stacks", SHARED_STACKS, ...args], {
    root: checkout.folder,
    env,
  });
}

function told({ stdout, stderr }: CommandResult) {
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as { stacks: unknown; variables: unknown };
}

describeDeploy("bootstrap in the wrong account", () => {
  it("is refused before anything but the account is asked for", async () => {
    const cloud = await MotoCloud.start("999999999999");

    const { exitCode, stdout, stderr } = await bootstrap(cloud, ["--yes"]);

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toMatch(
      /^The credentials are of account 999999999999 \(.*\), but dev is in account 111111111111\. Nothing was touched\.$/m,
    );
    expect(cloud.requests().map(({ req }) => req)).toEqual(["sts:GetCallerIdentity"]);
    await cloud.close();
  });
});

/** A story: each test goes on where the one before it ended. */
describeDeploy("bootstrap", () => {
  let cloud: MotoCloud;
  let s3: S3Client;

  beforeAll(async () => {
    cloud = await MotoCloud.start(ACCOUNT);
    s3 = new S3Client(cloud.clientConfig);
  });

  afterAll(async () => {
    s3.destroy();
    await cloud.close();
  });

  async function stateInBucket(stack: string): Promise<{ resources: { mode: string; type: string }[] }> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: `dev/${stack}.tfstate` }));
    return JSON.parse((await Body?.transformToString()) ?? "");
  }

  async function loseState(): Promise<void> {
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "dev/state.tfstate" }));
    rmSync(workingCopy(), { recursive: true });
  }

  it("shows what it would do and does nothing, where nobody can be asked", async () => {
    const { exitCode, stderr } = await bootstrap(cloud, []);

    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/^ {2}create {3}aws_s3_bucket\.state-bucket_\w+$/m);
    expect(stderr).toContain(
      "dev-state would be changed like this. It was not, for there is no terminal to ask at; --yes applies it.",
    );
    expect(
      cloud.requests().filter(({ method, req }) => method !== "GET" && /^(s3|iam):(PUT|Create)/.test(req)),
    ).toEqual([]);
  });

  it("keeps the state of the bucket here, when it is killed before it can move it", async () => {
    const { exitCode, stderr } = await bootstrap(cloud, ["--yes", "--json"], {
      PATH: withTerraformThatKills("-migrate-state"),
    });

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 1 });
    expect(stderr).toMatch(new RegExp(`moving its state into ${BUCKET}\\n$`));
    expect(existsSync(join(workingCopy(), "dev-state.tfstate"))).toBe(true);
    await expect(stateInBucket("state")).rejects.toThrow("The specified key does not exist.");
  });

  it("goes on from there: moves the state into the bucket, then makes the roles", async () => {
    const result = await bootstrap(cloud, ["--yes", "--json"]);

    expect(told(result)).toMatchObject({
      environment: "dev",
      accountId: ACCOUNT,
      stacks: { "dev-state": {}, "dev-pipeline": { create: 13 } },
      planRoleArn: ROLES[0],
      applyRoleArn: ROLES[1],
      variables: {},
    });
    expect(result.stderr).toContain(
      "an earlier run was interrupted, going on from the state that it left here",
    );
    const { resources } = await stateInBucket("state");
    expect(resources.filter(({ mode }) => mode === "managed")).toHaveLength(7);
    expect((await stateInBucket("pipeline")).resources).toHaveLength(13);
    expect(existsSync(join(workingCopy(), "dev-state.tfstate"))).toBe(false);
  });

  it("leaves a bucket that is versioned, encrypted, closed, TLS only, and forgets old versions", async () => {
    const Bucket = BUCKET;

    expect(await s3.send(new GetBucketVersioningCommand({ Bucket }))).toMatchObject({ Status: "Enabled" });
    const { ServerSideEncryptionConfiguration: encryption } = await s3.send(
      new GetBucketEncryptionCommand({ Bucket }),
    );
    expect(encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault).toEqual({ SSEAlgorithm: "AES256" });
    const { PublicAccessBlockConfiguration: closed } = await s3.send(
      new GetPublicAccessBlockCommand({ Bucket }),
    );
    expect(closed).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const { Policy = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(Policy).Statement).toEqual([
      expect.objectContaining({
        Effect: "Deny",
        Action: "s3:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    ]);
    const { OwnershipControls: ownership } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    expect(ownership?.Rules).toEqual([{ ObjectOwnership: "BucketOwnerEnforced" }]);
    const { Rules: rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(rules).toEqual([
      expect.objectContaining({
        Status: "Enabled",
        NoncurrentVersionExpiration: { NoncurrentDays: 90, NewerNoncurrentVersions: 20 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      }),
    ]);
  });

  it("leaves roles that GitHub's workflows of this repository can take on", async () => {
    const iam = new IAMClient(cloud.clientConfig);
    const role = async (RoleName: string) => {
      const [{ Role }, { AttachedPolicies = [] }] = await Promise.all([
        iam.send(new GetRoleCommand({ RoleName })),
        iam.send(new ListAttachedRolePoliciesCommand({ RoleName })),
      ]);
      const trust = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""));
      return {
        subjects: trust.Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"],
        policies: AttachedPolicies.map(({ PolicyName }) => PolicyName).sort(),
      };
    };

    expect(await role("dev-pipeline-plan")).toEqual({
      subjects: [
        "repo:example/cdktf-serverless-platform:pull_request",
        "repo:example/cdktf-serverless-platform:ref:refs/heads/main",
      ],
      policies: ["dev-pipeline-read"],
    });
    expect(await role("dev-pipeline-apply")).toEqual({
      subjects: "repo:example/cdktf-serverless-platform:environment:dev",
      policies: ["dev-pipeline-read", "dev-pipeline-write-compute", "dev-pipeline-write-data"],
    });
    iam.destroy();
  });

  it("changes nothing the next time, needs no approval for that, and says what GitHub has to know", async () => {
    const before = cloud.requests().length;

    const { exitCode, stdout } = await bootstrap(cloud, []);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^dev-state: no changes\ndev-pipeline: no changes\n/);
    for (const role of ROLES) expect(stdout).toMatch(new RegExp(`^(Plans|Applies) as +${role}$`, "m"));
    expect(stdout).toContain("  gh variable set PLATFORM_PIPELINE --body on\n");
    const written = cloud
      .requests()
      .slice(before)
      .filter(({ req }) => !/:(Get|List|GET|HEAD)/.test(req) && !req.endsWith(".tflock"));
    expect(written).toEqual([]);
  });

  it("takes a bucket over whose state is lost, with all that is in it and set on it", async () => {
    await loseState();

    const result = await bootstrap(cloud, ["--yes", "--json"]);

    expect(told(result).stacks).toEqual({ "dev-state": { import: 7 }, "dev-pipeline": {} });
    expect(result.stderr).toContain(`${BUCKET} exists and nothing knows its state, taking it over`);
    expect((await stateInBucket("state")).resources).toHaveLength(7);
    expect((await stateInBucket("pipeline")).resources).toHaveLength(13);
  });

  it("shows what it would overwrite on a bucket that was made by hand, and what it would add", async () => {
    await loseState();
    const Statement = [
      { Effect: "Deny", Principal: "*", Action: "s3:DeleteBucket", Resource: `arn:aws:s3:::${BUCKET}` },
    ];
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy }));
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket: BUCKET }));

    const { exitCode, stderr } = await bootstrap(cloud, []);

    expect(exitCode).toBe(4);
    const shown = [...stderr.matchAll(/^ {2}(\w+) +(aws_\w+)\.[\w-]+$/gm)].map(
      ([, kind, type]) => `${kind} ${type}`,
    );
    expect(shown.sort()).toEqual([
      "change aws_s3_bucket_policy",
      "create aws_s3_bucket_lifecycle_configuration",
      "import aws_s3_bucket",
      "import aws_s3_bucket_ownership_controls",
      "import aws_s3_bucket_public_access_block",
      "import aws_s3_bucket_server_side_encryption_configuration",
      "import aws_s3_bucket_versioning",
    ]);
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket: BUCKET }))).Policy).toBe(Policy);
  });
});

/** A PATH on which terraform, told a certain flag, kills who called it; a machine that dies does no less. */
function withTerraformThatKills(flag: string): string {
  const terraform = execFileSync("which", ["terraform"], { encoding: "utf8" }).trim();
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(
    join(bin, "terraform"),
    `#!/bin/sh\ncase " $* " in *" ${flag} "*) kill -9 $PPID; exit 1 ;; esac\nexec ${terraform} "$@"\n`,
  );
  chmodSync(join(bin, "terraform"), 0o755);
  return `${bin}${delimiter}${process.env["PATH"]}`;
}
