import { type LambdaCloud, lambdaCloud } from "./lambda-cloud";

let cloud: LambdaCloud;

beforeEach(() => {
  cloud = lambdaCloud();
});

afterEach(() => cloud.close());

const SLOW =
  "export const handler = async () => { await new Promise((r) => setTimeout(r, 1_000)); return 1; };";

const THROTTLED = {
  code: "TooManyRequestsException",
  httpStatus: 429,
  message: "Rate Exceeded.",
  fields: { Reason: "ReservedFunctionConcurrentInvocationLimitExceeded", Type: "User" },
};

describe("reserved concurrency", () => {
  test("lets so many invocations run at once and refuses the next", async () => {
    await cloud.deploy("slow", SLOW, { reserved_concurrent_executions: 2 });

    const running = [cloud.answer("slow"), cloud.answer("slow")];
    await expect(cloud.invoke("slow")).rejects.toMatchObject(THROTTLED);

    expect(await Promise.all(running)).toEqual([1, 1]);
    expect(await cloud.answer("slow")).toBe(1);
  });

  test("of zero switches the function off", async () => {
    await cloud.deploy("off", SLOW, { reserved_concurrent_executions: 0 });

    await expect(cloud.invoke("off")).rejects.toMatchObject(THROTTLED);
  });

  test("is put, got and deleted by the API", async () => {
    await cloud.deploy("slow", SLOW);
    const FunctionName = "slow";

    expect(await cloud.call("lambda", "GetFunctionConcurrency", { FunctionName })).toEqual({});
    await cloud.call("lambda", "PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: 0 });
    expect(await cloud.call("lambda", "GetFunctionConcurrency", { FunctionName })).toEqual({
      ReservedConcurrentExecutions: 0,
    });
    expect(await cloud.call("lambda", "GetFunction", { FunctionName })).toMatchObject({
      Concurrency: { ReservedConcurrentExecutions: 0 },
    });
    await expect(cloud.invoke("slow")).rejects.toMatchObject(THROTTLED);
    await cloud.call("lambda", "DeleteFunctionConcurrency", { FunctionName });

    expect(await cloud.answer("slow")).toBe(1);
  });

  test("leaves 100 of the account's 1000 to the other functions", async () => {
    await cloud.deploy("one", SLOW, { reserved_concurrent_executions: 500 });
    const two = { ...cloud.config("two", SLOW), reserved_concurrent_executions: 401 };

    await expect(cloud.provision("aws_lambda_function", two)).rejects.toMatchObject({
      code: "InvalidParameterValueException",
      message:
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    });
    expect(await cloud.call("lambda", "GetAccountSettings")).toMatchObject({
      AccountLimit: { ConcurrentExecutions: 1_000, UnreservedConcurrentExecutions: 500 },
    });
  });

  test("frees its place when a handler crashes", async () => {
    await cloud.deploy("crashing", "export const handler = async () => process.exit(1);", {
      reserved_concurrent_executions: 1,
    });

    expect(await cloud.error("crashing")).toMatchObject({ errorType: "Runtime.ExitError" });
    expect(await cloud.error("crashing")).toMatchObject({ errorType: "Runtime.ExitError" });
  });
});

describe("provisioned concurrency", () => {
  const publish = () =>
    cloud.deploy("warm", "export const handler = async () => process.env.AWS_LAMBDA_INITIALIZATION_TYPE;", {
      publish: true,
    });

  test("has environments ready before the first invocation", async () => {
    await publish();
    await cloud.provision("aws_lambda_provisioned_concurrency_config", {
      function_name: "warm",
      qualifier: "1",
      provisioned_concurrent_executions: 1,
    });
    await cloud.work.settle();

    expect(await cloud.answer("warm:1")).toBe("provisioned-concurrency");
    expect(await cloud.answer("warm")).toBe("on-demand");
  });

  test.each([
    ["as long as the function may run, over 130 seconds", 200, 199_000, "provisioned-concurrency"],
    ["130 seconds when the function may run for less", 30, 129_000, "provisioned-concurrency"],
    ["no more than 130 seconds then", 30, 131_000, undefined],
  ])("gives the init phase %s", async (_time, timeout, initMs, expected) => {
    await cloud.deploy(
      "warm",
      `await new Promise((resolve) => setTimeout(resolve, ${initMs}));
      export const handler = async () => process.env.AWS_LAMBDA_INITIALIZATION_TYPE;`,
      { publish: true, timeout },
    );
    await cloud.provision("aws_lambda_provisioned_concurrency_config", {
      function_name: "warm",
      qualifier: "1",
      provisioned_concurrent_executions: 1,
    });
    await cloud.work.settle();

    const { Payload, FunctionError } = await cloud.invoke("warm:1");

    expect(FunctionError === undefined ? JSON.parse(Payload) : undefined).toBe(expected);
  });

  test("is for published versions only", async () => {
    await publish();

    await expect(
      cloud.provision("aws_lambda_provisioned_concurrency_config", {
        function_name: "warm",
        qualifier: "$LATEST",
        provisioned_concurrent_executions: 1,
      }),
    ).rejects.toThrow("Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
  });
});
