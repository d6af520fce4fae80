import {
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import { type LambdaCloud, lambdaCloud } from "./lambda-cloud";

let cloud: LambdaCloud;
let client: LambdaClient;

beforeEach(async () => {
  cloud = lambdaCloud();
  await cloud.listen();
  client = new LambdaClient({
    endpoint: cloud.kernel.endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
    maxAttempts: 1,
  });
  await cloud.deploy(
    "echo",
    "export const handler = async (event) => { if (event.fail) throw new Error('no'); return event; };",
  );
});

afterEach(async () => {
  client.destroy();
  await cloud.close();
});

const text = (payload: { transformToString(): string } | undefined) => payload?.transformToString();

describe("the SDK's client", () => {
  test("invokes a function and gets answer, version and log", async () => {
    const output = await client.send(
      new InvokeCommand({ FunctionName: "echo", Payload: '{"name":"Zoë"}', LogType: "Tail" }),
    );

    expect(output).toMatchObject({ StatusCode: 200, ExecutedVersion: "$LATEST" });
    expect(output.FunctionError).toBeUndefined();
    expect(text(output.Payload)).toBe('{"name":"Zoë"}');
    expect(Buffer.from(output.LogResult ?? "", "base64").toString()).toMatch(/^START RequestId: /);
  });

  test("sees the function's error", async () => {
    const output = await client.send(new InvokeCommand({ FunctionName: "echo", Payload: '{"fail":true}' }));

    expect(output).toMatchObject({ StatusCode: 200, FunctionError: "Unhandled" });
    expect(JSON.parse(text(output.Payload) ?? "")).toMatchObject({ errorType: "Error", errorMessage: "no" });
  });

  test("invokes asynchronously, and with an ARN and a qualifier", async () => {
    const event = await client.send(
      new InvokeCommand({ FunctionName: "echo", InvocationType: "Event", Payload: "{}" }),
    );
    const qualified = await client.send(
      new InvokeCommand({
        FunctionName: "arn:aws:lambda:eu-central-1:000000000000:function:echo",
        Qualifier: "$LATEST",
      }),
    );

    expect(event).toMatchObject({ StatusCode: 202 });
    expect(text(qualified.Payload)).toBe("{}");
    await cloud.work.settle();
    const starts = (await cloud.logsOf("echo")).filter(({ message }) => message.startsWith("START"));
    expect(starts).toHaveLength(2);
    expect(starts.some(({ message }) => message.includes(event.$metadata.requestId ?? "?"))).toBe(true);
  });

  test("reads and changes functions", async () => {
    const { Functions } = await client.send(new ListFunctionsCommand({}));
    const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName: "echo" }));
    await client.send(
      new PutFunctionConcurrencyCommand({ FunctionName: "echo", ReservedConcurrentExecutions: 0 }),
    );
    const concurrency = await client.send(new GetFunctionConcurrencyCommand({ FunctionName: "echo" }));

    expect(Functions?.map(({ FunctionName }) => FunctionName)).toEqual(["echo"]);
    expect(Configuration).toMatchObject({ FunctionName: "echo", Timeout: 3 });
    expect(concurrency.ReservedConcurrentExecutions).toBe(0);
    await expect(client.send(new InvokeCommand({ FunctionName: "echo" }))).rejects.toMatchObject({
      name: "TooManyRequestsException",
      Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
      $metadata: { httpStatusCode: 429 },
    });
  });

  test("gets errors that it knows", async () => {
    await expect(client.send(new InvokeCommand({ FunctionName: "none" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      $metadata: { httpStatusCode: 404 },
    });
    await expect(
      client.send(new InvokeCommand({ FunctionName: "echo", Payload: "{" })),
    ).rejects.toMatchObject({ name: "InvalidRequestContentException" });
  });
});
