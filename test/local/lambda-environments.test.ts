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

    await change({ ...config, environment: { variables: { LEVEL: "1" } } });

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
