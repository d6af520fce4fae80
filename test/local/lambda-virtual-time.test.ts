import { sqs } from "../../local/services/sqs/index";
import { type LambdaCloud, lambdaCloud } from "./lambda-cloud";

let cloud: LambdaCloud;

beforeEach(async () => {
  cloud = lambdaCloud([sqs]);
  await cloud.listen();
});

afterEach(() => cloud.close());

/** The SDK as a bundle would bring it along. */
const SDK = `
  import { createRequire } from "node:module";
  const require = createRequire(${JSON.stringify(`${process.cwd()}/package.json`)});
  const { SQSClient, ListQueuesCommand, ReceiveMessageCommand, SendMessageCommand } = require("@aws-sdk/client-sqs");
  const { LambdaClient, InvokeCommand } = require("@aws-sdk/client-lambda");
  const sqs = new SQSClient({});
  const lambda = new LambdaClient({});
`;

const elapsed = (body: string) => `export const handler = async (event) => {
  const startMs = Date.now();
  const at = () => Date.now() - startMs;
  ${body}
};`;

describe("timers of a handler", () => {
  test("fire in order of their time, then of their making, with promises settled in between", async () => {
    await cloud.deploy(
      "order",
      elapsed(`const seen = [];
      setTimeout(() => seen.push("b", at()), 20);
      setTimeout((...args) => { seen.push(...args); Promise.resolve().then(() => seen.push("a2")); }, 10, "a1");
      setTimeout(() => seen.push("a3"), 10);
      await new Promise((resolve) => setTimeout(resolve, 30));
      return seen;`),
    );

    expect(await cloud.answer("order")).toEqual(["a1", "a2", "a3", "b", 20]);
  });

  test("of the same instant fire one after the other's calls are answered, so that every run is the same", async () => {
    await cloud.deploy(
      "instant",
      `${SDK}
      const call = () => sqs.send(new ListQueuesCommand({}));
      ${elapsed(`const seen = [];
      const branch = async (name) => {
        await new Promise((resolve) => setTimeout(resolve, 10));
        seen.push(name + " fires");
        await call();
        seen.push(name + " is answered");
      };
      await Promise.all([branch("first"), branch("second"), branch("third")]);
      return [...seen, at()];`)}`,
    );

    expect(await cloud.answer("instant")).toEqual([
      "first fires",
      "first is answered",
      "second fires",
      "second is answered",
      "third fires",
      "third is answered",
      10,
    ]);
  });

  test("repeat, are cleared and refreshed", async () => {
    await cloud.deploy(
      "surface",
      elapsed(`const ticks = [];
      const interval = setInterval(() => { ticks.push(at()); if (ticks.length === 3) clearInterval(interval); }, 10);
      const never = setTimeout(() => ticks.push("never"), 5);
      clearTimeout(Number(never));
      const late = setTimeout(() => ticks.push("late", at()), 100);
      setTimeout(() => late.refresh(), 60);
      await new Promise((resolve) => setTimeout(resolve, 1_000).unref());
      return { ticks, ref: late.hasRef() };`),
    );

    expect(await cloud.answer("surface")).toEqual({ ticks: [10, 20, 30, "late", 160], ref: true });
  });

  test("of every module are virtual", async () => {
    await cloud.deploy(
      "modules",
      `import * as timers from "node:timers";
      import { setInterval as every, setTimeout as sleep } from "node:timers/promises";
      import { promisify } from "node:util";
      ${elapsed(`const marks = [];
      await sleep(1_000); marks.push(at());
      await promisify(setTimeout)(1_000); marks.push(at());
      await promisify(timers.setTimeout)(1_000); marks.push(at());
      for await (const value of every(500, "v")) { marks.push(value, at()); if (at() >= 4_000) break; }
      const signal = AbortSignal.timeout(1_000);
      await new Promise((resolve) => signal.addEventListener("abort", resolve)); marks.push(signal.reason.name, at());
      await sleep(1_000, undefined, { signal: AbortSignal.timeout(100) }).catch((error) => marks.push(error.name, at()));
      return marks;`)}`,
      { timeout: 60 },
    );

    expect(await cloud.answer("modules")).toEqual([
      1_000,
      2_000,
      3_000,
      "v",
      3_500,
      "v",
      4_000,
      "TimeoutError",
      5_000,
      "AbortError",
      5_100,
    ]);
  });

  test("that were left behind fire when the environment is used next", async () => {
    await cloud.deploy(
      "frozen",
      `let firedAtMs;
      export const handler = async ({ look }) => {
        if (!look) { setTimeout(() => { firedAtMs = Date.now(); }, 1_000); return; }
        await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
        return firedAtMs;
      };`,
    );
    await cloud.answer("frozen");
    await cloud.work.advance(3_600_000);

    expect(await cloud.answer("frozen", { look: true })).toBe(cloud.clock.now());
  });

  test("that are unref'd do not keep a callback from being the end", async () => {
    await cloud.deploy(
      "callback",
      `setInterval(() => {}, 1_000).unref();
      export const handler = (event, context, callback) => { callback(null, "answered"); };`,
    );

    expect(await cloud.answer("callback")).toBe("answered");
  });

  test("do not pass while the handler computes in other threads beside a call that waits", async () => {
    const { url } = await cloud.provision("aws_sqs_queue", { name: "empty" });
    await cloud.deploy(
      "beside-hashing",
      `${SDK}
      import { pbkdf2 } from "node:crypto";
      import { gzip } from "node:zlib";
      ${elapsed(`await sqs.send(new ListQueuesCommand({}));
      const compute = async (work) => {
        await new Promise(work);
        return at();
      };
      const polled = sqs.send(new ReceiveMessageCommand({ QueueUrl: event.url, WaitTimeSeconds: 20 })).then(at);
      return Promise.all([
        polled,
        compute((resolve) => pbkdf2("a", "b", 200_000, 64, "sha512", resolve)),
        compute((resolve) => gzip(Buffer.alloc(1e7, 1), { level: 9 }, resolve)),
      ]);`)}`,
      { timeout: 60, memory_size: 512 },
    );

    expect(await cloud.answer("beside-hashing", { url })).toEqual([20_000, 0, 0]);
  });

  test("do not pass while the handler computes in other threads", async () => {
    await cloud.deploy(
      "hashing",
      `import { scrypt } from "node:crypto";
      import { gzip } from "node:zlib";
      ${elapsed(`setTimeout(() => {}, 1);
      await new Promise((resolve) => scrypt("a", "b", 64, { N: 16_384 }, resolve));
      await new Promise((resolve) => gzip(Buffer.alloc(1e6), resolve));
      return at();`)}`,
    );

    expect(await cloud.answer("hashing")).toBe(0);
  });
});

describe("Date of a handler", () => {
  test("is the cloud's, however it is made", async () => {
    await cloud.deploy(
      "dates",
      `export const handler = async () => [
        Date.now(), +new Date(), Date.parse(Date()), +new (new Date().constructor)(),
        new Date(0).toISOString(), new Date(2020, 1).getFullYear(), Date.UTC(1970, 0),
        new Date() instanceof Date, new (class extends Date {})() instanceof Date,
      ];`,
    );
    await cloud.work.advance(86_400_000);
    const nowMs = cloud.clock.now();

    expect(await cloud.answer("dates")).toEqual([
      nowMs,
      nowMs,
      nowMs,
      nowMs,
      "1970-01-01T00:00:00.000Z",
      2020,
      0,
      true,
      true,
    ]);
  });
});

describe("other clocks of a handler", () => {
  test("follow the cloud's, too", async () => {
    await cloud.deploy(
      "clocks",
      `import { hrtime, uptime } from "node:process";
      const utc = new Intl.DateTimeFormat("en-GB", { dateStyle: "short", timeStyle: "medium", timeZone: "UTC" });
      const since = (start) => [
        performance.now() - start[0], hrtime(start[1]), Number(hrtime.bigint() - start[2]), uptime() - start[3],
      ];
      export const handler = async () => {
        const start = [performance.now(), hrtime(), hrtime.bigint(), uptime()];
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        return [
          since(start), Date.now() - performance.timeOrigin - performance.now(),
          utc.format(), utc.format(0), utc.formatToParts().find(({ type }) => type === "second").value,
        ];
      };`,
    );
    expect(new Date(cloud.clock.now()).toISOString()).toBe("2026-01-01T00:00:00.000Z");

    expect(await cloud.answer("clocks")).toEqual([
      [1_500, [1, 500_000_000], 1_500_000_000, 1.5],
      0,
      "01/01/2026, 00:00:01",
      "01/01/1970, 00:00:00",
      "01",
    ]);
  });
});

describe("what a handler leaves running", () => {
  test("goes on until it waits for time to pass, so that every run is the same", async () => {
    const { url } = await cloud.provision("aws_sqs_queue", { name: "left" });
    await cloud.deploy(
      "leaving",
      `${SDK}
      import { readFile } from "node:fs";
      export const handler = async ({ url }) => {
        const send = (MessageBody) => sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
        void send("a call");
        readFile(process.execPath, () => void send("a file, then a call"));
        setTimeout(() => void send("a timer"), 1);
      };`,
      { memory_size: 512 },
    );

    await cloud.answer("leaving", { url });

    const { Messages } = await cloud.call<{ Messages: { Body: string }[] }>("sqs", "ReceiveMessage", {
      QueueUrl: url,
      MaxNumberOfMessages: 10,
    });
    expect(Messages.map(({ Body }) => Body).sort()).toEqual(["a call", "a file, then a call"]);
  });

  test("goes on at the moment when a call is answered that it waits for", async () => {
    const [empty, sent] = [
      await cloud.provision("aws_sqs_queue", { name: "empty" }),
      await cloud.provision("aws_sqs_queue", { name: "sent" }),
    ];
    await cloud.deploy(
      "polling-on",
      `${SDK}
      export const handler = async ({ empty, sent }) => {
        void sqs.send(new ReceiveMessageCommand({ QueueUrl: empty, WaitTimeSeconds: 20 }))
          .then(() => sqs.send(new SendMessageCommand({ QueueUrl: sent, MessageBody: "polled" })));
      };`,
      { memory_size: 512 },
    );
    await cloud.answer("polling-on", { empty: empty.url, sent: sent.url });

    await cloud.work.advance(20_000);

    expect(await cloud.call("sqs", "ReceiveMessage", { QueueUrl: sent.url })).toMatchObject({
      Messages: [{ Body: "polled" }],
    });
  });

  test("ends the environment, not the next invocation, when it fails", async () => {
    await cloud.deploy(
      "failing",
      `const id = Math.random();
      export const handler = async ({ fail }) => {
        if (fail) setImmediate(() => setImmediate(() => Promise.reject(new Error("left behind"))));
        return id;
      };`,
    );

    const first = await cloud.answer("failing", { fail: true });
    const second = await cloud.answer("failing");

    expect(second).not.toBe(first);
    expect(JSON.stringify(await cloud.logsOf("failing"))).toContain("left behind");
  });

  test("does not hold up the answer when it waits for a call that takes time", async () => {
    const { url } = await cloud.provision("aws_sqs_queue", { name: "empty" });
    await cloud.deploy(
      "polling",
      SDK +
        elapsed(`void sqs.send(new ReceiveMessageCommand({ QueueUrl: event.url, WaitTimeSeconds: 20 }));
        return at();`),
      { memory_size: 512 },
    );
    const startMs = cloud.clock.now();

    expect(await cloud.answer("polling", { url })).toBe(0);
    expect(cloud.clock.now()).toBe(startMs);
  });
});

describe("a handler that calls the cloud", () => {
  test("lets time pass while a long poll waits", async () => {
    const { url } = await cloud.provision("aws_sqs_queue", { name: "empty" });
    await cloud.deploy(
      "poller",
      SDK +
        elapsed(`const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl: event.url, WaitTimeSeconds: 20 }));
        return [Messages.length, at()];`),
      { timeout: 60, memory_size: 512 },
    );

    expect(await cloud.answer("poller", { url })).toEqual([0, 20_000]);
  });

  test("lets other timers of the instant fire while a call of the first waits for time to pass", async () => {
    const { url } = await cloud.provision("aws_sqs_queue", { name: "empty" });
    await cloud.deploy(
      "beside",
      SDK +
        elapsed(`const sleep = () => new Promise((resolve) => setTimeout(resolve, 10));
        const polled = async () => {
          await sleep();
          await sqs.send(new ReceiveMessageCommand({ QueueUrl: event.url, WaitTimeSeconds: 20 }));
          return at();
        };
        return Promise.all([polled(), sleep().then(at), sleep().then(at)]);`),
      { timeout: 60, memory_size: 512 },
    );

    expect(await cloud.answer("beside", { url })).toEqual([20_010, 10, 10]);
  });

  test("gets the answer of a long poll as soon as there is one", async () => {
    const { url } = await cloud.provision("aws_sqs_queue", { name: "filled" });
    await cloud.deploy(
      "both",
      SDK +
        elapsed(`const polling = sqs.send(new ReceiveMessageCommand({ QueueUrl: event.url, WaitTimeSeconds: 20 }));
        await new Promise((resolve) => setTimeout(resolve, 7_000));
        await sqs.send(new SendMessageCommand({ QueueUrl: event.url, MessageBody: "hello" }));
        const { Messages } = await polling;
        return [Messages[0].Body, at()];`),
      { timeout: 60, memory_size: 512 },
    );

    expect(await cloud.answer("both", { url })).toEqual(["hello", 7_000]);
  });

  test("waits for a function that it invokes, as long as that takes", async () => {
    await cloud.deploy("inner", elapsed("await new Promise((r) => setTimeout(r, 30_000)); return at();"), {
      timeout: 60,
    });
    await cloud.deploy(
      "outer",
      SDK +
        elapsed(`const output = await lambda.send(new InvokeCommand({ FunctionName: "inner" }));
        return [JSON.parse(Buffer.from(output.Payload)), at()];`),
      { timeout: 60, memory_size: 512 },
    );

    expect(await cloud.answer("outer")).toEqual([30_000, 30_000]);
  });

  test("times out while what it calls goes on", async () => {
    await cloud.deploy("inner", elapsed("await new Promise((r) => setTimeout(r, 30_000)); return at();"), {
      timeout: 60,
    });
    await cloud.deploy(
      "outer",
      `${SDK}
      export const handler = async () => { await lambda.send(new InvokeCommand({ FunctionName: "inner" })); };`,
      { timeout: 5, memory_size: 512 },
    );
    const startMs = cloud.clock.now();

    expect(await cloud.error("outer")).toMatchObject({ errorType: "Sandbox.Timedout" });
    expect(cloud.clock.now() - startMs).toBe(5_000);
    await cloud.work.settle();
    expect(cloud.clock.now() - startMs).toBe(30_000);
  });

  test("does so as its role, in the trace of its invocation", async () => {
    const { url, arn } = await cloud.provision("aws_sqs_queue", { name: "dev-orders" });
    await cloud.deploy(
      "dev-sender",
      `${SDK}
      export const handler = async (event) => {
        await sqs.send(new SendMessageCommand({ QueueUrl: event.url, MessageBody: "order 4711" }));
      };`,
      { memory_size: 512 },
    );

    await cloud.answer("dev-sender", { url });

    const hops = cloud.kernel.traces.find("order 4711");
    expect(hops).toHaveLength(2);
    expect(hops).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ from: "operator", action: "lambda:InvokeFunction", label: "sender" }),
        expect.objectContaining({ from: "sender", action: "sqs:SendMessage", resource: arn }),
      ]),
    );
  });
});
