import { type LambdaCloud, lambdaCloud } from "./lambda-cloud";

let cloud: LambdaCloud;

beforeEach(() => {
  cloud = lambdaCloud();
});

afterEach(() => cloud.close());

describe("an environment that ends", () => {
  test("by its timeout fails the invocation and is replaced", async () => {
    await cloud.deploy(
      "hanging",
      `let count = 0;
      export const handler = async ({ hang }) => (hang ? new Promise(() => {}) : ++count);`,
      { timeout: 5 },
    );
    expect(await cloud.answer("hanging", {})).toBe(1);
    const startMs = cloud.clock.now();

    const error = await cloud.error("hanging", { hang: true });

    expect(error).toEqual({
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringMatching(
        /^2026-01-01T00:00:05\.000Z \S+ Task timed out after 5\.00 seconds$/,
      ),
    });
    expect(cloud.clock.now()).toBe(startMs + 5_000);
    expect(await cloud.answer("hanging", {})).toBe(1);
  });

  test("by its timeout although the handler has timers of its own", async () => {
    await cloud.deploy(
      "ticking",
      "export const handler = () => new Promise(() => setInterval(() => {}, 900));",
      {
        timeout: 3,
      },
    );
    const startMs = cloud.clock.now();

    expect(await cloud.error("ticking")).toMatchObject({ errorType: "Sandbox.Timedout" });
    expect(cloud.clock.now()).toBe(startMs + 3_000);
  });

  test.each([
    ["process.exit(1)", "Runtime exited with error: exit status 1"],
    ["process.exit(0)", "Runtime exited without providing a reason"],
    ["process.kill(process.pid)", "Runtime exited with error: signal: terminated"],
    ["process.kill(process.pid, 'SIGKILL')", "Runtime exited with error: signal: killed"],
    ["process.kill(0, 2)", "Runtime exited with error: signal: interrupt"],
    ["process.abort()", "Runtime exited with error: signal: aborted"],
    [
      "(await import('node:process')).kill(process.pid, 'SIGHUP')",
      "Runtime exited with error: signal: hangup",
    ],
  ])("by %s fails the invocation and is replaced", async (exit, reason) => {
    await cloud.deploy(
      "exiting",
      `let count = 0;
      export const handler = async ({ die }) => { if (die) { console.log("last words"); ${exit}; } return ++count; };`,
    );

    const error = await cloud.error("exiting", { die: true });

    expect(error).toEqual({
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringMatching(new RegExp(`^RequestId: \\S+ Error: ${reason}$`)),
    });
    const messages = (await cloud.logsOf("exiting")).map(({ message }) => message);
    expect(messages.join("")).toMatch(
      /^START .*\n.*\tINFO\tlast words\nRequestId: \S+ Error: Runtime exited .*\nRuntime\.ExitError\nEND .*\nREPORT .*Status: error\tError Type: Runtime\.ExitError/,
    );
    expect(await cloud.answer("exiting", {})).toBe(1);
  });

  test("by a signal is not asked whether it wants to go on", async () => {
    await cloud.deploy(
      "reluctant",
      `process.on("exit", () => { for (;;); });
      export const handler = async () => process.kill(process.pid, "SIGTERM");`,
    );

    expect(await cloud.error("reluctant")).toMatchObject({
      errorMessage: expect.stringMatching(/signal: terminated$/),
    });
  });

  test("by too much memory fails the invocation", async () => {
    await cloud.deploy(
      "hungry",
      "export const handler = async () => { const all = []; for (;;) all.push(new Array(100_000).fill(all.length)); };",
      { timeout: 60 },
    );

    expect(await cloud.error("hungry")).toMatchObject({
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringMatching(/Runtime exited with error: signal: killed$/),
    });
  });

  test("by too much memory outside of the heap fails the invocation", async () => {
    await cloud.deploy(
      "buffering",
      `let count = 0;
      const kept = [];
      export const handler = async ({ megabytes = 0 }) => {
        if (megabytes > 0) kept.push(Buffer.alloc(megabytes * 1_048_576, 1));
        return ++count;
      };`,
      { memory_size: 128 },
    );

    expect((await cloud.invoke("buffering", { megabytes: 90 })).Payload).toBe("1");
    expect(await cloud.error("buffering", { megabytes: 300 })).toMatchObject({
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringMatching(/Runtime exited with error: signal: killed$/),
    });
    expect(await cloud.answer("buffering")).toBe(1);

    const reports = (await cloud.logsOf("buffering")).filter(({ message }) => message.startsWith("REPORT"));
    expect(Number(/Max Memory Used: (\d+) MB/.exec(reports[0]?.message ?? "")?.[1])).toBeGreaterThan(90);
  });

  test("by an exception that nobody caught answers that exception and is replaced", async () => {
    await cloud.deploy(
      "uncaught",
      `let count = 0;
      export const handler = ({ fail }) => new Promise((resolve) => {
        if (fail) setTimeout(() => { throw new RangeError("out there"); }, 10);
        else resolve(++count);
      });`,
    );

    expect(await cloud.error("uncaught", { fail: true })).toMatchObject({
      errorType: "RangeError",
      errorMessage: "out there",
    });
    expect(await cloud.answer("uncaught", {})).toBe(1);
  });

  test("by a rejection that nobody handled answers it as Lambda's own error", async () => {
    await cloud.deploy(
      "unhandled",
      `export const handler = () => new Promise(() => {
        setTimeout(() => { Promise.reject(new Error("forgotten")); }, 10);
      });`,
    );

    expect(await cloud.error("unhandled")).toMatchObject({
      errorType: "Runtime.UnhandledPromiseRejection",
      errorMessage: "Error: forgotten",
    });
  });

  test("is killed when the cloud closes", async () => {
    await cloud.deploy(
      "endless",
      "export const handler = () => new Promise(() => { const spin = () => setImmediate(spin); spin(); });",
    );
    const running = cloud.invoke("endless");
    await cloud.close();

    expect(JSON.parse((await running).Payload)).toMatchObject({ errorType: "Runtime.ExitError" });
  });
});

describe("a signal to the own process", () => {
  test("that the function listens to does not end it", async () => {
    await cloud.deploy(
      "listening",
      `export const handler = () => new Promise((resolve) => {
        process.once("SIGTERM", (name, number) => resolve([name, number]));
        process.kill(process.pid, "SIGTERM");
      });`,
    );

    expect(await cloud.answer("listening")).toEqual(["SIGTERM", 15]);
  });

  test.each([["0"], ["'SIGCHLD'"], ["'SIGWINCH'"]])("of %s does no harm", async (signal) => {
    await cloud.deploy("asking", `export const handler = async () => process.kill(process.pid, ${signal});`);

    expect(await cloud.answer("asking")).toBe(true);
  });

  test("that would stop it is refused by name", async () => {
    await cloud.deploy(
      "stopping",
      "export const handler = async () => process.kill(process.pid, 'SIGSTOP');",
    );

    expect(await cloud.error("stopping")).toMatchObject({
      errorMessage: "the local cloud does not model SIGSTOP to a function's own process",
    });
  });

  test("that there is not is Node's error", async () => {
    await cloud.deploy("asking", "export const handler = async () => process.kill(process.pid, 'SIGFOO');");

    expect(await cloud.error("asking")).toMatchObject({ errorMessage: "Unknown signal: SIGFOO" });
  });
});

test("a signal to another process reaches it", async () => {
  await cloud.deploy(
    "parent",
    `import { spawn } from "node:child_process";
    export const handler = () => new Promise((resolve) => {
      const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
      child.once("spawn", () => process.kill(child.pid, "SIGTERM"));
      child.once("exit", (code, signal) => resolve(signal));
    });`,
    { timeout: 60 },
  );

  expect(await cloud.answer("parent")).toBe("SIGTERM");
});

const COUNTER = "let count = 0; export const handler = async () => ++count;";

describe("an init phase", () => {
  test("may await", async () => {
    await cloud.deploy(
      "awaiting",
      `const startMs = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      const initMs = Date.now() - startMs;
      export const handler = async () => initMs;`,
    );

    expect(await cloud.answer("awaiting")).toBe(2_000);
    const report = (await cloud.logsOf("awaiting")).find(({ message }) => message.startsWith("REPORT"));
    expect(report?.message).toContain("Init Duration: 2000.00 ms");
  });

  test.each([
    ["throws", "throw new TypeError('no table')", "index.handler", "TypeError", "no table"],
    [
      "is no JavaScript",
      "export const = 5;",
      "index.handler",
      "Runtime.UserCodeSyntaxError",
      /^SyntaxError: /,
    ],
    [
      "lacks the handler",
      "export const other = 1;",
      "index.handler",
      "Runtime.HandlerNotFound",
      "index.handler is undefined or not exported",
    ],
    [
      "has no function in the handler's place",
      "export const handler = 1;",
      "index.handler",
      "Runtime.HandlerNotFound",
      "index.handler is not a function",
    ],
    ["is missing", "", "main.handler", "Runtime.ImportModuleError", /Cannot find module 'main'/],
    ["has a handler without a dot", "", "index", "Runtime.MalformedHandlerName", "Bad handler"],
  ])("fails the invocation when the module %s", async (_how, code, handler, errorType, message) => {
    await cloud.deploy("broken", code, { handler });

    const error = await cloud.error("broken");

    expect(error).toMatchObject({ errorType });
    expect(error.errorMessage).toMatch(message);
  });

  test("that takes over 10 seconds runs again with the invocation, within the function's timeout", async () => {
    await cloud.deploy(
      "slow",
      `await new Promise((resolve) => setTimeout(resolve, 11_000));
      let count = 0;
      export const handler = async (_event, context) => [++count, context.getRemainingTimeInMillis()];`,
      { timeout: 30 },
    );
    const startMs = cloud.clock.now();

    expect(await cloud.answer("slow")).toEqual([1, 19_000]);
    expect(cloud.clock.now() - startMs).toBe(21_000);
    expect(await cloud.answer("slow")).toEqual([2, 30_000]);

    const lines = await cloud.logsOf("slow");
    expect(new Set(lines.map(({ logStreamName }) => logStreamName)).size).toBe(1);
    expect(lines.map(({ message }) => message.replace(/RequestId: \S+/, "RequestId")).slice(0, 4)).toEqual([
      "INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout\t\n",
      "START RequestId Version: $LATEST\n",
      "END RequestId\n",
      expect.stringMatching(/^REPORT RequestId\tDuration: 11000\.00 ms\t(?!.*Init Duration)/),
    ]);
  });

  test("that takes longer than the function's timeout, too, fails", async () => {
    await cloud.deploy("stuck", "await new Promise(() => {}); export const handler = async () => 1;");

    for (const _attempt of [1, 2]) {
      const startMs = cloud.clock.now();
      expect(await cloud.error("stuck")).toMatchObject({
        errorType: "Sandbox.Timedout",
        errorMessage: expect.stringMatching(/Task timed out after 3\.00 seconds$/),
      });
      expect(cloud.clock.now() - startMs).toBe(13_000);
    }
  });

  test("that fails when it runs again fails the invocation", async () => {
    await cloud.deploy(
      "failing",
      `await new Promise((resolve) => setTimeout(resolve, 11_000));
      throw new TypeError("no table");`,
      { timeout: 30 },
    );

    expect(await cloud.error("failing")).toMatchObject({ errorType: "TypeError", errorMessage: "no table" });
  });

  test("that took too long leaves the timeout of the invocation what is left of it", async () => {
    await cloud.deploy(
      "late",
      `await new Promise((resolve) => setTimeout(resolve, 11_000));
      export const handler = () => new Promise(() => {});`,
      { timeout: 20 },
    );
    const startMs = cloud.clock.now();

    expect(await cloud.error("late")).toMatchObject({ errorType: "Sandbox.Timedout" });
    expect(cloud.clock.now() - startMs).toBe(30_000);
  });

  test("with a log in JSON is reported in it", async () => {
    await cloud.deploy("slow", "await new Promise(() => {}); export const handler = async () => 1;", {
      logging_config: { log_format: "JSON" },
    });

    await cloud.error("slow");

    const [line] = await cloud.logsOf("slow");
    expect(JSON.parse(line?.message ?? "")).toMatchObject({
      type: "platform.initReport",
      record: {
        initializationType: "on-demand",
        phase: "init",
        status: "timeout",
        metrics: { durationMs: 10_000 },
      },
    });
  });

  test("is tried again by the next invocation", async () => {
    await cloud.deploy(
      "flaky",
      `import { existsSync, writeFileSync } from "node:fs";
      const marker = process.env.LAMBDA_TASK_ROOT + "/marker";
      if (!existsSync(marker)) { writeFileSync(marker, ""); throw new Error("first"); }
      export const handler = async () => "second";`,
    );

    expect(await cloud.error("flaky")).toMatchObject({ errorMessage: "first" });
    expect(await cloud.answer("flaky")).toBe("second");
  });

  test("says which NODE_OPTIONS a function cannot have here", async () => {
    await cloud.deploy("options", COUNTER, { environment: { variables: { NODE_OPTIONS: "--title=x" } } });

    expect((await cloud.error("options")).errorMessage).toMatch(/invalid NODE_OPTIONS.*--title/);
  });
});
