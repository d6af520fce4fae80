import { type LambdaCloud, lambdaCloud } from "./lambda-cloud";

let cloud: LambdaCloud;

beforeEach(() => {
  cloud = lambdaCloud();
});

afterEach(() => cloud.close());

const COUNTER = "let count = 0; export const handler = async () => ++count;";

describe("an execution environment", () => {
  test("is used again, with what the module remembers", async () => {
    await cloud.deploy("counter", COUNTER);

    expect([await cloud.answer("counter"), await cloud.answer("counter")]).toEqual([1, 2]);
  });

  test("runs one invocation at a time, so that two at once make two environments", async () => {
    await cloud.deploy(
      "slow",
      `let running = 0; const id = Math.random();
      export const handler = async () => {
        const others = running++;
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        running--;
        return { others, id };
      };`,
    );

    const [one, two] = await Promise.all([cloud.answer("slow"), cloud.answer("slow")]);

    expect([one.others, two.others]).toEqual([0, 0]);
    expect(one.id).not.toBe(two.id);
  });

  test("has the function's variables and Lambda's, and none of the machine's", async () => {
    process.env["SECRET_OF_THE_MACHINE"] = "x";
    await cloud.deploy("variables", "export const handler = async () => ({ ...process.env });", {
      environment: { variables: { TABLE: "orders", LIMIT: 5 } },
      memory_size: 256,
      tracing_config: { mode: "Active" },
    });

    const variables = await cloud.answer("variables");
    delete process.env["SECRET_OF_THE_MACHINE"];

    expect(variables).toEqual({
      TABLE: "orders",
      LIMIT: "5",
      LANG: "en_US.UTF-8",
      TZ: ":UTC",
      PATH: "/usr/local/bin:/usr/bin/:/bin",
      HOME: "/home/sbx_user1051",
      AWS_REGION: "eu-central-1",
      AWS_DEFAULT_REGION: "eu-central-1",
      AWS_ENDPOINT_URL: cloud.kernel.endpoint,
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      AWS_SECRET_ACCESS_KEY: expect.any(String),
      AWS_SESSION_TOKEN: expect.any(String),
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
      AWS_LAMBDA_FUNCTION_NAME: "variables",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/variables",
      AWS_LAMBDA_LOG_STREAM_NAME: expect.any(String),
      AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1:2000",
      AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
      LAMBDA_TASK_ROOT: expect.stringContaining("lambda-test-"),
      LAMBDA_RUNTIME_DIR: "/var/runtime",
      _HANDLER: "index.handler",
      _X_AMZN_TRACE_ID: expect.stringMatching(
        /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1$/,
      ),
    });
  });

  test("acts as the function's role until it ends", async () => {
    await cloud.deploy("key", "export const handler = async () => process.env.AWS_ACCESS_KEY_ID;");
    const key = await cloud.answer("key");

    expect(cloud.kernel.sessions.get(key)?.principal).toEqual({
      type: "role",
      arn: "arn:aws:iam::000000000000:role/key",
      session: "key",
    });

    await cloud.services.find(({ name }) => name === "lambda")?.close?.();
    expect(cloud.kernel.sessions.get(key)).toBeUndefined();
  });

  test("keeps module state and variables to itself", async () => {
    await cloud.deploy(
      "leaky",
      `export const handler = async () => {
        globalThis.seen = (globalThis.seen ?? 0) + 1;
        process.env.SEEN = String(globalThis.seen);
        await new Promise((resolve) => setTimeout(resolve, 100));
        return process.env.SEEN;
      };`,
    );

    expect(await Promise.all([cloud.answer("leaky"), cloud.answer("leaky")])).toEqual(["1", "1"]);
    expect(process.env["SEEN"]).toBeUndefined();
  });

  test("loads CommonJS handlers and nested names as well", async () => {
    const filename = cloud.bundle("exports.api = { get: async () => require('node:path').sep };", "api.cjs");
    await cloud.deploy("cjs", "", { filename, handler: "api.api.get" });

    expect(await cloud.answer("cjs")).toBe("/");
  });
});

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
});

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

  test("that takes over 10 seconds fails", async () => {
    await cloud.deploy("stuck", "await new Promise(() => {}); export const handler = async () => 1;");
    const startMs = cloud.clock.now();

    expect(await cloud.error("stuck")).toMatchObject({ errorType: "Sandbox.Timedout" });
    expect(cloud.clock.now() - startMs).toBe(10_000);
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

describe("a change of a function", () => {
  const change = (config: object) => {
    const resource = cloud.services
      .flatMap((service) => service.resources ?? [])
      .find(({ type }) => type === "aws_lambda_function");
    return resource?.apply(resource.arguments.parse(config), {
      address: "test",
      stackDirectory: process.cwd(),
      prior: { config: {}, attributes: {} },
    });
  };

  test("of its code makes new environments", async () => {
    await cloud.deploy("counter", COUNTER);
    expect(await cloud.answer("counter")).toBe(1);

    await change(cloud.config("counter", "export const handler = async () => 'new';"));

    expect(await cloud.answer("counter")).toBe("new");
  });

  test("of its variables makes new environments", async () => {
    const config = cloud.config("counter", COUNTER);
    await cloud.provision("aws_lambda_function", config);
    expect(await cloud.answer("counter")).toBe(1);

    await change({ ...config, environment: { variables: { A: "1" } } });

    expect(await cloud.answer("counter")).toBe(1);
  });

  test("that is none keeps them", async () => {
    const config = cloud.config("counter", COUNTER);
    await cloud.provision("aws_lambda_function", config);
    expect(await cloud.answer("counter")).toBe(1);

    await change(config);

    expect(await cloud.answer("counter")).toBe(2);
  });

  test("lets what is under way finish with the old code", async () => {
    await cloud.deploy(
      "slow",
      "export const handler = async () => { await new Promise((r) => setTimeout(r, 1_000)); return 'old'; };",
    );
    const running = cloud.answer("slow");

    await change(cloud.config("slow", "export const handler = async () => 'new';"));

    expect([await running, await cloud.answer("slow")]).toEqual(["old", "new"]);
  });
});
