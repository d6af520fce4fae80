import { type LambdaCloud, lambdaCloud } from "./lambda-cloud";

let cloud: LambdaCloud;

beforeEach(() => {
  cloud = lambdaCloud();
});

afterEach(() => cloud.close());

describe("Invoke", () => {
  test("runs the handler with the event and gives its answer", async () => {
    await cloud.deploy("greeting", "export const handler = async (event) => ({ hello: event.name });");

    const output = await cloud.invoke("greeting", { name: "Ada" });

    expect(output).toMatchObject({
      StatusCode: 200,
      Payload: '{"hello":"Ada"}',
      ExecutedVersion: "$LATEST",
    });
    expect(output).not.toHaveProperty("FunctionError");
  });

  test("gives an empty event to a handler that is invoked without one", async () => {
    await cloud.deploy("echo", "export const handler = async (event) => event;");

    const output = await cloud.work.serve("test", () =>
      cloud.call("lambda", "Invoke", { FunctionName: "echo" }),
    );

    expect(output["Payload"]).toBe("{}");
  });

  test("answers null for nothing", async () => {
    await cloud.deploy("nothing", "export const handler = async () => {};");

    expect(await cloud.answer("nothing")).toBeNull();
  });

  test.each([
    ["calls back", "(event, context, callback) => { setTimeout(() => callback(null, 1), 50); }", 1],
    ["calls back at once", "(event, context, callback) => callback(null, 2)", 2],
    ["uses context.succeed", "(event, context) => { setTimeout(() => context.succeed(3), 50); }", 3],
    ["neither calls back nor promises", "() => 4", null],
  ])("takes the answer of a handler that %s", async (_how, handler, expected) => {
    await cloud.deploy("callback", `export const handler = ${handler};`);

    expect(await cloud.answer("callback")).toBe(expected);
  });

  test("waits for what a handler has left running after it called back", async () => {
    await cloud.deploy(
      "late",
      `let ticks = 0;
      export const handler = (event, context, callback) => {
        if (event.ticks) return callback(null, ticks);
        setTimeout(() => ticks++, 1_000);
        callback(null, "first");
      };`,
    );

    expect(await cloud.answer("late")).toBe("first");
    expect(await cloud.answer("late", { ticks: true })).toBe(1);
  });

  test("gives the handler a context with what it may ask for", async () => {
    await cloud.deploy(
      "context",
      `export const handler = async (event, context) => {
        const { getRemainingTimeInMillis, succeed, fail, done, ...rest } = context;
        const before = getRemainingTimeInMillis();
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        return { ...rest, before, after: getRemainingTimeInMillis() };
      };`,
      { timeout: 7, memory_size: 256 },
    );

    const context = await cloud.answer("context");

    expect(context).toEqual({
      callbackWaitsForEmptyEventLoop: true,
      functionName: "context",
      functionVersion: "$LATEST",
      memoryLimitInMB: "256",
      logGroupName: "/aws/lambda/context",
      logStreamName: expect.stringMatching(/^2026\/01\/01\/\[\$LATEST\][0-9a-f]{32}$/),
      invokedFunctionArn: "arn:aws:lambda:eu-central-1:000000000000:function:context",
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      before: 7_000,
      after: 6_000,
    });
  });

  test("passes the client context on", async () => {
    await cloud.deploy("client", "export const handler = async (event, context) => context.clientContext;");
    const ClientContext = Buffer.from('{"custom":{"a":1}}').toString("base64");

    expect(await cloud.invoke("client", {}, { ClientContext })).toMatchObject({
      Payload: '{"custom":{"a":1}}',
    });
  });

  test("of a function that does not exist says so", async () => {
    await expect(cloud.invoke("nobody")).rejects.toMatchObject({
      code: "ResourceNotFoundException",
      httpStatus: 404,
      message: "Function not found: arn:aws:lambda:eu-central-1:000000000000:function:nobody",
    });
  });

  test("refuses an event that is no JSON and stays usable", async () => {
    await cloud.deploy("echo", "export const handler = async (event) => event;");

    await expect(cloud.invoke("echo", {}, { Payload: "{" })).rejects.toMatchObject({
      code: "InvalidRequestContentException",
      message: expect.stringMatching(/^Could not parse request body into json: /),
    });
    await expect(cloud.invoke("echo", {}, { Payload: "{", InvocationType: "Event" })).rejects.toMatchObject({
      code: "InvalidRequestContentException",
    });
    expect(await cloud.answer("echo", 5)).toBe(5);
  });

  test.each([
    ["RequestResponse", 6_291_456],
    ["Event", 1_048_576],
  ] as const)("takes %s payloads of up to %i bytes", async (InvocationType, limit) => {
    await cloud.deploy("size", "export const handler = async (event) => event.length;", {
      memory_size: 512,
    });
    const payload = (bytes: number) => ({ InvocationType, Payload: `"${"x".repeat(bytes - 2)}"` });

    await expect(cloud.invoke("size", {}, payload(limit))).resolves.toBeDefined();
    await expect(cloud.invoke("size", {}, payload(limit + 1))).rejects.toMatchObject({
      code: "RequestTooLargeException",
      httpStatus: 413,
      message: `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
    });
  });

  test("only checks with DryRun", async () => {
    await cloud.deploy("dry", "export const handler = async () => { throw new Error('ran'); };");

    expect(await cloud.invoke("dry", {}, { InvocationType: "DryRun" })).toMatchObject({
      StatusCode: 204,
      Payload: "",
    });
    expect(await cloud.logsOf("dry").catch(() => [])).toEqual([]);
  });

  test("gives the end of the log with LogType Tail", async () => {
    await cloud.deploy("tail", "export const handler = async () => { console.log('in between'); };");

    const { LogResult } = await cloud.invoke("tail", {}, { LogType: "Tail" });

    expect(Buffer.from(LogResult ?? "", "base64").toString()).toMatch(
      /^START RequestId: \S+ Version: \$LATEST\n\S+\t\S+\tINFO\tin between\nEND RequestId: \S+\nREPORT RequestId: /,
    );
  });

  test("asks for the permission on the function as it was named", async () => {
    const asked: string[] = [];
    const guarded = lambdaCloud([], {
      authorizer: { denial: (_principal, { action, resource }) => `no ${action} on ${asked.push(resource)}` },
    });
    const caller = { type: "role", arn: "arn:aws:iam::000000000000:role/caller", session: "test" } as const;

    for (const FunctionName of ["f", "f:live", "arn:aws:lambda:eu-central-1:000000000000:function:f:1"]) {
      await expect(guarded.as(caller, "lambda", "Invoke", { FunctionName })).rejects.toMatchObject({
        code: "AccessDeniedException",
      });
    }

    expect(asked).toEqual([
      "arn:aws:lambda:eu-central-1:000000000000:function:f",
      "arn:aws:lambda:eu-central-1:000000000000:function:f:live",
      "arn:aws:lambda:eu-central-1:000000000000:function:f:1",
    ]);
    await guarded.close();
  });

  test.each([
    [
      "of another region",
      "arn:aws:lambda:us-west-1:000000000000:function:f",
      "ResourceNotFoundException",
      404,
    ],
    [
      "of another account",
      "arn:aws:lambda:eu-central-1:222222222222:function:f",
      "AccessDeniedException",
      403,
    ],
    ["of another account, in part", "222222222222:function:f", "AccessDeniedException", 403],
    ["without a region", "arn:aws:lambda::000000000000:function:f", "InvalidParameterValueException", 400],
  ])("refuses the ARN %s", async (_which, arn, code, httpStatus) => {
    await expect(cloud.invoke(arn)).rejects.toMatchObject({ code, httpStatus });
    await expect(cloud.call("lambda", "GetFunction", { FunctionName: arn })).rejects.toMatchObject({ code });
  });

  test("says which region it is, and which account", async () => {
    await expect(cloud.invoke("arn:aws:lambda:us-west-1:000000000000:function:f")).rejects.toThrow(
      "Functions from 'us-west-1' are not reachable in this region ('eu-central-1')",
    );
    await expect(cloud.invoke("222222222222:function:f")).rejects.toThrow(
      "Functions of the account 222222222222 are not reachable: the local cloud is the account 000000000000 alone",
    );
  });

  test("refuses a qualifier that contradicts the one in the name", async () => {
    await expect(cloud.invoke("f:1", {}, { Qualifier: "2" })).rejects.toMatchObject({
      code: "InvalidParameterValueException",
      message: "The derived qualifier from the function name does not match the specified qualifier.",
    });
  });
});

describe("a handler that fails", () => {
  test("answers the error with its type and trace, and logs it", async () => {
    await cloud.deploy(
      "failing",
      `class OutOfStock extends Error { name = "OutOfStock"; sku = "A-1"; }
      export const handler = async () => { throw new OutOfStock("none left"); };`,
    );

    const error = await cloud.error("failing");

    expect(error).toEqual({
      errorType: "OutOfStock",
      errorMessage: "none left",
      trace: expect.arrayContaining(["OutOfStock: none left"]),
    });
    const logged = (await cloud.logsOf("failing")).find(({ message }) => message.includes("Invoke Error"));
    expect(logged?.message).toMatch(
      /^2026-01-01T00:00:00\.000Z\t\S+\tERROR\tInvoke Error \t\{"errorType":"OutOfStock","errorMessage":"none left",.*"sku":"A-1"/,
    );
  });

  test.each([
    ["a text", "async () => { throw 'so'; }", { errorType: "string", errorMessage: "so", trace: [] }],
    ["before it returns", "() => { throw new TypeError('early'); }", { errorType: "TypeError" }],
    ["by callback", "(e, c, callback) => callback(new RangeError('no'))", { errorType: "RangeError" }],
    ["by context.fail", "(e, context) => context.fail('no')", { errorType: "string", errorMessage: "no" }],
  ])("may throw %s", async (_what, handler, expected) => {
    await cloud.deploy("failing", `export const handler = ${handler};`);

    expect(await cloud.error("failing")).toMatchObject(expected);
  });

  test("fails with a result that JSON cannot express", async () => {
    await cloud.deploy(
      "circular",
      "export const handler = async () => { const a = {}; a.a = a; return a; };",
    );

    expect(await cloud.error("circular")).toMatchObject({
      errorType: "Error",
      errorMessage: "Unable to stringify response body",
    });
  });

  test("fails with a result over 6 MB", async () => {
    await cloud.deploy("large", "export const handler = async (size) => 'x'.repeat(size);", {
      memory_size: 512,
    });

    expect(await cloud.answer("large", 6_291_554)).toHaveLength(6_291_554);
    expect(await cloud.error("large", 6_291_555)).toMatchObject({
      errorType: "Function.ResponseSizeTooLarge",
      errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    });
  });
});
