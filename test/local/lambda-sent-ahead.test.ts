import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kernel } from "../../local/kernel/kernel";
import { SystemClock } from "../../local/kernel/system-clock";
import { SystemWorkQueue } from "../../local/kernel/system-work-queue";
import {
  ExecutionEnvironment,
  type Outcome,
  type Run,
} from "../../local/services/lambda/execution/execution-environment";
import { bootstrapPath } from "../../local/services/lambda/execution/runtime-folder";
import { StartQueue } from "../../local/services/lambda/execution/start-queue";

/** Does what its event says, and answers how many invocations have begun in it. */
const HANDLER = `import { existsSync } from "node:fs";
let count = 0;
export const handler = async ({ gate, exit }) => {
  const own = ++count;
  if (exit) process.exit(1);
  while (gate && !existsSync(gate)) await new Promise((resolve) => setTimeout(resolve, 1));
  return own;
};`;

let folder: string;
let clock: SystemClock;
let environment: ExecutionEnvironment;
let events: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "lambda-ahead-"));
  writeFileSync(join(folder, "index.mjs"), HANDLER);
  clock = new SystemClock();
  const kernel = new Kernel({
    clock,
    work: new SystemWorkQueue(clock, () => {}),
    seed: 1,
    accountId: "000000000000",
    region: "eu-central-1",
    namePrefix: "",
    authorizer: { denial: () => undefined },
    virtualTime: false,
    log: () => {},
  });
  const host = {
    kernel,
    bootstrap: bootstrapPath(),
    starts: new StartQueue(clock),
    onLog: () => {},
  };
  events = [];
  environment = new ExecutionEnvironment(host, {
    version: "$LATEST",
    revisionId: "r",
    modifiedAtMs: 0,
    config: {
      name: "f",
      arn: "arn:aws:lambda:eu-central-1:000000000000:function:f",
      roleArn: "arn:aws:iam::000000000000:role/f",
      handler: "index.handler",
      runtime: "nodejs22.x",
      description: "",
      memoryMb: 128,
      timeoutSeconds: 60,
      ephemeralStorageMb: 512,
      architectures: ["arm64"],
      environment: {},
      tracing: "PassThrough",
      layers: [],
      deadLetterArn: undefined,
      logging: {
        format: "Text",
        group: "/aws/lambda/f",
        applicationLevel: undefined,
        systemLevel: undefined,
      },
      codeDirectory: folder,
      codeSha256: "",
      codeSizeBytes: 0,
    },
  });
  await environment.init();
  expect(environment.initFailure).toBeUndefined();
});

afterEach(async () => {
  await environment.end();
  clock.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Invokes and notes when the invocation begins and ends. */
function invoke(name: string, event: object = {}): Promise<Outcome | undefined> {
  const run: Run = {
    input: {
      requestId: name,
      payload: JSON.stringify(event),
      traceHeader: "Root=1-0-0",
      invokedArn: "f",
      clientContext: undefined,
    },
    begin: () => events.push(`${name} begins`),
    end: ({ kind }) => events.push(`${name} ends: ${kind}`),
  };
  return environment.invoke(run);
}

/** What was sent ahead is taken back once the worker has begun the one before it. */
async function takenBack(): Promise<void> {
  while (environment.takeBack(clock.now())) await new Promise((resolve) => setImmediate(resolve));
}

describe("invocations sent ahead to an environment", () => {
  test("run one after the other, each between its own beginning and end", async () => {
    const outcomes = await Promise.all([invoke("a"), invoke("b"), invoke("c")]);

    expect(outcomes).toMatchObject([{ payload: "1" }, { payload: "2" }, { payload: "3" }]);
    expect(events).toEqual([
      "a begins",
      "a ends: result",
      "b begins",
      "b ends: result",
      "c begins",
      "c ends: result",
    ]);
  });

  test("are taken back when the one that runs takes long, and never begin", async () => {
    const gate = join(folder, "open");
    const slow = invoke("slow", { gate });
    const ahead = [invoke("b"), invoke("c")];

    await takenBack();
    expect(await Promise.all(ahead)).toEqual([undefined, undefined]);
    writeFileSync(gate, "");

    expect(await slow).toMatchObject({ payload: "1" });
    expect(await invoke("later")).toMatchObject({ payload: "2" });
    expect(events).toEqual(["slow begins", "slow ends: result", "later begins", "later ends: result"]);
  });

  test("stay when they have not waited long", async () => {
    const gate = join(folder, "open");
    const startMs = clock.now();
    const slow = invoke("slow", { gate });
    const ahead = invoke("b");

    expect(environment.takeBack(startMs - 1)).toBe(true);
    writeFileSync(gate, "");

    expect(await Promise.all([slow, ahead])).toMatchObject([{ payload: "1" }, { payload: "2" }]);
  });

  test("are taken back when the environment ends before they begin", async () => {
    const outcomes = await Promise.all([invoke("a"), invoke("dies", { exit: true }), invoke("c")]);

    expect(outcomes).toEqual([
      expect.objectContaining({ kind: "result", payload: "1" }),
      { kind: "exit", reason: "exit status 1" },
      undefined,
    ]);
    expect(environment.ended).toBe(true);
  });

  test("are taken back at the timeout of the one that runs", async () => {
    const slow = invoke("slow", { gate: join(folder, "never") });
    const ahead = invoke("b");

    environment.timeOut();

    expect(await Promise.all([slow, ahead])).toEqual([{ kind: "timeout" }, undefined]);
  });
});
