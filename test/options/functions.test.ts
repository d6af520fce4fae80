import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { LocalCloud } from "../../local/cloud";
import { optionsStacks } from "./app";
import { recorded } from "./recorded";

const stacks = optionsStacks({ only: ["functions"] });

let cloud: LocalCloud;
let lambda: LambdaClient;

beforeEach(async () => {
  cloud = await LocalCloud.fromStacks(stacks, { clock: "virtual", seed: 7 });
  lambda = new LambdaClient({
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
});

afterEach(() => cloud.close());

const nameOf = (name: string) => `options-functions-${name}`;

async function invoke(name: string) {
  const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName: nameOf(name) }));
  const answer: unknown = JSON.parse(Payload?.transformToString() ?? "null");
  return { error: FunctionError, answer };
}

describe("a function", () => {
  test("has the memory and the time that it asked for, and the packages of its layers", async () => {
    expect(await invoke("large")).toEqual({
      error: undefined,
      answer: { greeting: "from the layer", memoryMb: "1024", remainingMs: 40_000 },
    });
  });

  test("has the storage that it asked for", async () => {
    const { EphemeralStorage, Layers } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: nameOf("large") }),
    );

    expect(EphemeralStorage).toEqual({ Size: 2048 });
    expect(Layers).toEqual([
      {
        Arn: `arn:aws:lambda:eu-central-1:${cloud.accountId}:layer:options-functions-greeting:1`,
        CodeSize: expect.any(Number),
      },
    ]);
  });

  test("is stopped after its timeout", async () => {
    expect(await invoke("hasty")).toEqual({
      error: "Unhandled",
      answer: {
        errorType: "Sandbox.Timedout",
        errorMessage: expect.stringContaining("Task timed out after 3.00 seconds"),
      },
    });
  });

  test("runs as often at once as it reserves", async () => {
    const [one, other] = await Promise.allSettled([invoke("single"), invoke("single")]);

    expect([one?.status, other?.status].sort()).toEqual(["fulfilled", "rejected"]);
    expect(await invoke("single")).toMatchObject({ answer: "awake" });
    const { ReservedConcurrentExecutions } = await lambda.send(
      new GetFunctionConcurrencyCommand({ FunctionName: nameOf("single") }),
    );
    expect(ReservedConcurrentExecutions).toBe(1);
  });

  test("that reserves nothing is switched off", async () => {
    await expect(invoke("off")).rejects.toMatchObject({
      name: "TooManyRequestsException",
      Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    });
  });

  test("leaves what it failed to work three times in a queue", async () => {
    await lambda.send(
      new InvokeCommand({
        FunctionName: nameOf("failing"),
        InvocationType: "Event",
        Payload: JSON.stringify({ order: 7 }),
      }),
    );
    await cloud.settle();
    const failures = () => cloud.queue(nameOf("failing-failures")).messages;
    expect(failures()).toHaveLength(0);

    await cloud.advance("5m");

    expect(recorded(cloud, nameOf("failing")).map(({ event }) => event)).toEqual([
      { order: 7 },
      { order: 7 },
      { order: 7 },
    ]);
    expect(failures().map(({ body }) => JSON.parse(body))).toEqual([
      expect.objectContaining({
        requestContext: expect.objectContaining({
          condition: "RetriesExhausted",
          approximateInvokeCount: 3,
        }),
        requestPayload: { order: 7 },
        responsePayload: expect.objectContaining({ errorMessage: "this function always fails" }),
      }),
    ]);
    expect(cloud.denials).toEqual([]);
  });
});
