import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SHARED_STACKS } from "./deployable-stacks";
import { describeDeploy } from "./describe-deploy";
import { MotoCloud } from "./moto-cloud";
import { ROOT, tools } from "./tools";

const ACCOUNT = "111111111111";
const BUCKET = `dev-shop-terraform-state-${ACCOUNT}`;
const LOCK = "dev/catalog.tfstate.tflock";
const UNLOCK = ["unlock", "dev", "catalog", "--stacks", SHARED_STACKS];

/** Runs a program at a terminal of its own. */
const AT_TERMINAL = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

/** A story: each test goes on where the one before it ended. */
describeDeploy("unlock", () => {
  let cloud: MotoCloud;
  let s3: S3Client;

  beforeAll(async () => {
    cloud = await MotoCloud.start(ACCOUNT);
    s3 = new S3Client(cloud.clientConfig);
    await s3.send(
      new CreateBucketCommand({
        Bucket: BUCKET,
        CreateBucketConfiguration: { LocationConstraint: "eu-central-1" },
      }),
    );
  });

  afterAll(async () => {
    s3.destroy();
    await cloud.close();
  });

  const unlock = (...args: readonly string[]) => cloud.platform([...UNLOCK, ...args]);

  async function lock(): Promise<{ readonly ID: string; readonly Who: string } | undefined> {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: LOCK }));
      return JSON.parse((await Body?.transformToString()) ?? "");
    } catch (error) {
      if ((error as Error).name === "NoSuchKey") return undefined;
      throw error;
    }
  }

  async function heldLock() {
    const held = await lock();
    if (held === undefined) throw new Error("nobody holds the lock");
    return held;
  }

  /** Applies something to the state of catalog that kills its terraform. */
  async function leaveLock(): Promise<void> {
    const stack = join(SHARED_STACKS, "stacks", "dev-catalog", "cdk.tf.json");
    const { terraform } = JSON.parse(readFileSync(stack, "utf8")) as { terraform: { backend: object } };
    const folder = join(cloud.folder, "killed");
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, "main.tf.json"),
      JSON.stringify({
        terraform: { backend: terraform.backend },
        resource: {
          terraform_data: { last: { provisioner: [{ "local-exec": { command: "kill -9 $PPID" } }] } },
        },
      }),
    );
    await cloud.run("terraform", ["init", "-input=false"], { root: folder });
    await cloud.run("terraform", ["apply", "-auto-approve", "-input=false"], { root: folder });
  }

  /** Runs the command at a terminal, and types an answer as soon as it asks. */
  function unlockAtTerminal(answer: string, beforeAnswer: () => Promise<void> = async () => {}) {
    const command = [process.execPath, join(ROOT, "cli", "platform.mjs"), ...UNLOCK];
    return new Promise<{ readonly exitCode: number | null; readonly shown: string }>((resolve, reject) => {
      const child = spawn(tools().python, ["-c", AT_TERMINAL, ...command], {
        cwd: ROOT,
        env: cloud.environment,
        stdio: ["pipe", "pipe", "inherit"],
      });
      let shown = "";
      let asked = false;
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        shown += text;
        if (asked || !shown.includes('Type "dev-catalog"')) return;
        asked = true;
        beforeAnswer().then(() => child.stdin.write(`${answer}\n`), reject);
      });
      child.on("error", reject).on("close", (exitCode) => resolve({ exitCode, shown }));
    });
  }

  it("says that nobody holds the lock", async () => {
    expect(await unlock()).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: expect.stringMatching(/^Nobody holds the lock on the state of dev-catalog\.$/m),
    });
  });

  it("shows who holds the lock, and leaves it where nobody can be asked", async () => {
    await leaveLock();
    const { ID, Who } = await heldLock();

    const { exitCode, stdout, stderr } = await unlock();

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toMatch(
      new RegExp(`^${Who} holds it since \\d{4}-\\S+ for OperationTypeApply; its id is ${ID}\\.$`, "m"),
    );
    expect(stderr).toContain(`Nobody can be asked here; name the lock by --id ${ID}\n`);
    expect((await heldLock()).ID).toBe(ID);
  });

  it("refuses the id of another lock", async () => {
    const { ID, Who } = await heldLock();

    const { exitCode, stderr } = await unlock("--id", "00000000-0000-0000-0000-000000000000");

    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `The lock on the state of dev-catalog is not the one you name: ${Who} holds it since `,
    );
    expect((await heldLock()).ID).toBe(ID);
  });

  it("leaves the lock to a person who answers something else", async () => {
    const { ID } = await heldLock();

    const { exitCode, shown } = await unlockAtTerminal("yes");

    expect(exitCode).toBe(1);
    expect(shown).toContain("The lock was left.");
    expect((await heldLock()).ID).toBe(ID);
  });

  it("leaves the lock when another terraform has taken it before the answer", async () => {
    const { ID, Who } = await heldLock();
    const other = { ...(await heldLock()), ID: "11111111-2222-3333-4444-555555555555" };

    const { exitCode, shown } = await unlockAtTerminal("dev-catalog", async () => {
      await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: LOCK, Body: JSON.stringify(other) }));
    });

    expect(exitCode).toBe(1);
    expect(shown).toContain(`its id is ${ID}.`);
    expect(shown).toContain(
      `The lock on the state of dev-catalog is no longer the one you were asked about. Now ${Who} holds it since `,
    );
    expect(await lock()).toEqual(other);
  });

  it("takes the lock away when a person says so", async () => {
    const { exitCode, shown } = await unlockAtTerminal("dev-catalog");

    expect(exitCode).toBe(0);
    expect(shown).toContain("The state of dev-catalog is free.");
    expect(await lock()).toBeUndefined();
  });

  it("takes the lock of the named id away", async () => {
    await leaveLock();
    const { ID } = await heldLock();

    expect(await unlock("--id", ID)).toMatchObject({
      exitCode: 0,
      stdout: "The state of dev-catalog is free.\n",
      stderr: expect.stringContaining("make sure that this one is dead"),
    });
    expect(await lock()).toBeUndefined();
  });
});
