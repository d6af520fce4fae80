import { type LambdaCloud, lambdaCloud } from "./lambda-cloud";

let lacking: string[];
let cloud: LambdaCloud;

beforeEach(() => {
  lacking = [];
  cloud = lambdaCloud([], {
    authorizer: {
      denial: (_principal, { action, resource }) =>
        lacking.includes(action) ? `lacks ${action} on ${resource}` : undefined,
    },
  });
});

afterEach(() => cloud.close());

const messagesOf = async (name: string) => (await cloud.logsOf(name)).map(({ message }) => message);

const CHATTY = `export const handler = async (event, { awsRequestId }) => {
  console.log("order %s", 4711, { total: 5 });
  console.debug("d"); console.info("i"); console.warn("w"); console.error("e"); console.trace("t");
  process.stdout.write("raw one\\nraw two\\nunfinished ");
  process.stderr.write("err\\n");
  process.stdout.write("line");
  return awsRequestId;
};`;

describe("the log of a function", () => {
  test("has START, what the handler writes in Lambda's format, END and REPORT", async () => {
    await cloud.deploy("chatty", CHATTY, { memory_size: 256, tracing_config: { mode: "Active" } });

    const id = await cloud.answer("chatty");

    const time = "2026-01-01T00:00:00.000Z";
    const [start, log, ...rest] = await messagesOf("chatty");
    expect(start).toBe(`START RequestId: ${id} Version: $LATEST\n`);
    expect(log).toBe(`${time}\t${id}\tINFO\torder 4711 { total: 5 }\n`);
    expect(rest).toEqual([
      `${time}\t${id}\tDEBUG\td\n`,
      `${time}\t${id}\tINFO\ti\n`,
      `${time}\t${id}\tWARN\tw\n`,
      `${time}\t${id}\tERROR\te\n`,
      `${time}\t${id}\tTRACE\tt\n`,
      "raw one\n",
      "raw two\n",
      "err\n",
      "unfinished line",
      `END RequestId: ${id}\n`,
      expect.stringMatching(
        new RegExp(
          `^REPORT RequestId: ${id}\\tDuration: 0\\.00 ms\\tBilled Duration: 1 ms\\tMemory Size: 256 MB\\tMax Memory Used: \\d+ MB\\tInit Duration: 0\\.00 ms\\t\\nXRAY TraceId: 1-\\w+-\\w+\\tSampled: true\\t\\n$`,
        ),
      ),
    ]);
  });

  test("shows in the cloud's own log, without Lambda's lines", async () => {
    await cloud.deploy("dev-chatty", "export const handler = async () => console.log('to see');");

    await cloud.answer("dev-chatty");

    expect(cloud.logLines).toEqual([expect.stringMatching(/^chatty: \S+\t\S+\tINFO\tto see$/)]);
  });

  test("is a stream for each environment", async () => {
    await cloud.deploy("streams", "export const handler = () => new Promise((r) => setTimeout(r, 100));");

    await Promise.all([cloud.answer("streams"), cloud.answer("streams")]);
    await cloud.answer("streams");

    const streams = new Set((await cloud.logsOf("streams")).map(({ logStreamName }) => logStreamName));
    expect(streams.size).toBe(2);
  });

  test("has the times at which lines were written", async () => {
    await cloud.deploy(
      "timed",
      `export const handler = async () => {
        console.log("before");
        await new Promise((r) => setTimeout(r, 1_500));
        console.log("after");
      };`,
    );
    await cloud.answer("timed");

    expect(await messagesOf("timed")).toEqual([
      expect.stringContaining("START"),
      expect.stringMatching(/^2026-01-01T00:00:00\.000Z.*before/),
      expect.stringMatching(/^2026-01-01T00:00:01\.500Z.*after/),
      expect.stringContaining("END"),
      expect.stringContaining("Duration: 1500.00 ms\tBilled Duration: 1500 ms"),
    ]);
  });

  test("of an invocation that times out says so", async () => {
    await cloud.deploy("late", "export const handler = () => new Promise(() => {});", { timeout: 2 });

    await cloud.error("late");

    const [, timedOut, , report] = await messagesOf("late");
    expect(timedOut).toMatch(/^2026-01-01T00:00:02\.000Z \S+ Task timed out after 2\.00 seconds\n\n$/);
    expect(report).toContain("\tStatus: timeout");
  });

  test.each([
    ["times out", "() => new Promise(() => {})", /^dying: \S+ \S+ Task timed out after 2\.00 seconds$/],
    [
      "exits",
      "() => process.exit(3)",
      /^dying: RequestId: \S+ Error: Runtime exited with error: exit status 3$/,
    ],
  ])("of an invocation that %s shows in the cloud's own log, too", async (_name, handler, words) => {
    await cloud.deploy("dev-dying", `export const handler = ${handler};`, { timeout: 2 });

    await cloud.error("dev-dying");

    expect(cloud.logLines).toEqual([expect.stringMatching(words)]);
  });

  test("has the warnings of Node", async () => {
    await cloud.deploy("warned", "export const handler = async () => process.emitWarning('careful');");

    await cloud.answer("warned");

    expect(await messagesOf("warned")).toContainEqual(
      expect.stringMatching(/^\(node:\d+\) Warning: careful\n$/),
    );
  });

  test("goes to the group that the function names", async () => {
    await cloud.deploy("grouped", "export const handler = async (event, context) => context.logGroupName;", {
      logging_config: { log_format: "Text", log_group: "/shop/all" },
    });

    expect(await cloud.answer("grouped")).toBe("/shop/all");
    expect(await cloud.call("logs", "FilterLogEvents", { logGroupName: "/shop/all" })).toMatchObject({
      events: [{}, {}, {}],
    });
  });

  test("is JSON when the function wants it, from the level it wants", async () => {
    await cloud.deploy(
      "json",
      `export const handler = async () => {
        console.debug("hidden");
        console.log({ order: 4711 });
        console.error("went wrong: %s", "badly", new RangeError("cause"));
      };`,
      { logging_config: { log_format: "JSON", application_log_level: "INFO" } },
    );

    await cloud.answer("json");

    const lines = (await messagesOf("json")).map((line) => JSON.parse(line));
    expect(lines).toEqual([
      {
        time: "2026-01-01T00:00:00.000Z",
        type: "platform.start",
        record: { requestId: expect.any(String), version: "$LATEST" },
      },
      {
        timestamp: "2026-01-01T00:00:00.000Z",
        level: "INFO",
        requestId: expect.any(String),
        message: { order: 4711 },
      },
      expect.objectContaining({
        level: "ERROR",
        message: expect.stringContaining("went wrong: badly"),
        errorType: "RangeError",
        errorMessage: "cause",
      }),
      {
        time: "2026-01-01T00:00:00.000Z",
        type: "platform.report",
        record: {
          requestId: expect.any(String),
          metrics: {
            durationMs: 0,
            billedDurationMs: 1,
            memorySizeMB: 128,
            maxMemoryUsedMB: expect.any(Number),
            initDurationMs: 0,
          },
          status: "success",
        },
      },
    ]);
  });
});

describe("the permission to log", () => {
  test("is the role's, on the stream; without it the function runs and its output is lost", async () => {
    lacking = ["logs:CreateLogStream"];
    await cloud.provision("aws_cloudwatch_log_group", { name: "/aws/lambda/silent" });
    await cloud.deploy("silent", "export const handler = async () => { console.log('x'); return 1; };");

    expect(await cloud.answer("silent")).toBe(1);
    expect(await cloud.answer("silent")).toBe(1);

    expect(await messagesOf("silent")).toEqual([]);
    expect(cloud.kernel.calls.denials).toHaveLength(2);
    expect(cloud.kernel.calls.denials.slice(1)).toMatchObject([
      {
        principal: "arn:aws:iam::000000000000:role/silent",
        action: "logs:CreateLogStream",
        resource: expect.stringMatching(
          /:log-group:\/aws\/lambda\/silent:log-stream:2026\/01\/01\/\[\$LATEST\]/,
        ),
      },
    ]);
    expect(cloud.logLines).toContainEqual(expect.stringMatching(/^silent: .*x$/));
    expect(cloud.logLines.filter((line) => line.startsWith("no logs in "))).toEqual([
      expect.stringMatching(/^no logs in \/aws\/lambda\/silent: lacks logs:CreateLogStream/),
    ]);
  });

  test("counts from the next invocation on once it is given", async () => {
    lacking = ["logs:CreateLogStream"];
    await cloud.provision("aws_cloudwatch_log_group", { name: "/aws/lambda/silent" });
    await cloud.deploy("silent", "export const handler = async (line) => console.log(line);");
    await cloud.answer("silent", "lost");

    lacking = [];
    await cloud.answer("silent", "kept");

    const messages = await messagesOf("silent");
    expect(messages.join("")).toContain("kept");
    expect(messages.join("")).not.toContain("lost");
  });

  test("lines that CloudWatch does not take at once are sent again", async () => {
    await cloud.deploy("chatty", "export const handler = async (line) => console.log(line);");
    const error = { code: "ThrottlingException", message: "Rate exceeded", httpStatus: 400 };
    cloud.kernel.faults.inject({ on: "logs:PutLogEvents", effect: "error", error, times: 2 });

    await cloud.answer("chatty", "kept");

    expect((await messagesOf("chatty")).join("")).toContain("kept");
  });

  test("to make the group is used when there is none", async () => {
    await cloud.deploy("new", "export const handler = async () => 1;");
    await cloud.answer("new");
    expect(await messagesOf("new")).toHaveLength(3);

    lacking = ["logs:CreateLogGroup"];
    await cloud.deploy("newer", "export const handler = async () => 1;");
    expect(await cloud.answer("newer")).toBe(1);

    await expect(cloud.logsOf("newer")).rejects.toMatchObject({ code: "ResourceNotFoundException" });
  });
});
