import { type LambdaCloud, lambdaCloud } from "./lambda-cloud";

let cloud: LambdaCloud;

beforeEach(() => {
  cloud = lambdaCloud();
});

afterEach(() => cloud.close());

/** Deploys a handler that writes to a stream; gives what its invocation answers. */
const answerOf = async (handler: string, more: object = {}) => {
  await cloud.deploy(
    "streaming",
    `import { Readable } from "node:stream";
    import { pipeline } from "node:stream/promises";
    export const handler = awslambda.streamifyResponse(${handler});`,
    more,
  );
  return cloud.invoke("streaming", { name: "Ada" });
};

describe("a handler that streams its answer", () => {
  test("answers a buffered invocation with all that it has written", async () => {
    const { Payload, FunctionError } = await answerOf(
      `async (event, stream, context) => {
        stream.setContentType("text/plain");
        stream.write("Hello, ");
        await new Promise((resolve) => setTimeout(resolve, 500));
        stream.write(Buffer.from(event.name));
        stream.write({ id: context.awsRequestId.length });
        stream.end("!");
      }`,
    );

    expect(FunctionError).toBeUndefined();
    expect(Payload).toBe('Hello, Ada{"id":36}!');
  });

  test("may be piped to", async () => {
    const { Payload } = await answerOf(
      "async (event, stream) => { await pipeline(Readable.from(['a', 'b', event.name]), stream); }",
    );

    expect(Payload).toBe("abAda");
  });

  test("puts the metadata of an HTTP response in front", async () => {
    const { Payload } = await answerOf(
      `async (event, stream) => {
        const response = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { a: "b" } });
        response.write("<html>");
        response.end();
      }`,
    );

    expect(Payload).toBe(`{"statusCode":201,"headers":{"a":"b"}}${"\0".repeat(8)}<html>`);
  });

  test("fails the invocation when it throws", async () => {
    const { Payload, FunctionError } = await answerOf(
      "async (event, stream) => { stream.write('half'); throw new RangeError('no more'); }",
    );

    expect(FunctionError).toBe("Unhandled");
    expect(JSON.parse(Payload)).toMatchObject({ errorType: "RangeError", errorMessage: "no more" });
  });

  test.each([
    [
      "is no promise",
      "(event, stream) => { stream.end(); }",
      "Streaming does not support non-async handlers.",
    ],
    [
      "sets the content type too late",
      "async (event, stream) => { stream.write('a'); stream.setContentType('text/html'); }",
      "Cannot set content-type, too late.",
    ],
    [
      "writes what is no text",
      "async (event, stream) => { stream.end(Buffer.from([0xff, 0xfe])); }",
      "the local cloud passes streamed answers on as text; this one is not UTF-8",
    ],
    ["destroys its stream", "async (event, stream) => { stream.destroy(new Error('torn')); }", "torn"],
    [
      "writes more than Lambda takes",
      "async (event, stream) => { stream.end('x'.repeat(6_291_557)); }",
      "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    ],
  ])("fails the invocation when it %s", async (_how, handler, errorMessage) => {
    const { Payload } = await answerOf(handler);

    expect(JSON.parse(Payload)).toMatchObject({ errorMessage });
  });

  test("times out when it does not end the stream", async () => {
    const { Payload } = await answerOf("async (event, stream) => { stream.write('half'); }", { timeout: 5 });

    expect(JSON.parse(Payload)).toMatchObject({ errorType: "Sandbox.Timedout" });
  });

  test("is warned that what it returns is ignored", async () => {
    const { Payload } = await answerOf("async (event, stream) => { stream.end('a'); return 'b'; }");

    expect(Payload).toBe("a");
    const lines = await cloud.logsOf("streaming");
    expect(lines.map(({ message }) => message).join("")).toContain(
      "WARN\tStreaming handlers ignore return values.",
    );
  });
});

test("the global awslambda is left out where the environment says so", async () => {
  await cloud.deploy("plain", "export const handler = async () => typeof awslambda;", {
    environment: { variables: { AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA: "1" } },
  });

  expect(await cloud.answer("plain")).toBe("undefined");
});
