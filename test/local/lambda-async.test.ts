import { type AsyncCloud, asyncCloud, FAILING, MINUTE_MS } from "./lambda-async-harness";

let cloud: AsyncCloud;

beforeEach(() => {
  cloud = asyncCloud();
});

afterEach(async () => {
  expect(cloud.failures).toEqual([]);
  await cloud.close();
});

describe("an asynchronous invocation", () => {
  test("is accepted at once and runs later", async () => {
    await cloud.deploy("worker", "export const handler = async (event) => console.log(event.order);");

    expect(await cloud.send("worker")).toMatchObject({ StatusCode: 202, Payload: "" });
    expect(await cloud.runs("worker")).toBe(0);
    await cloud.work.settle();

    expect((await cloud.logsOf("worker")).some(({ message }) => message.endsWith("INFO\t1\n"))).toBe(true);
  });

  test("of a function that fails is tried again after one and two minutes, with the same request id", async () => {
    await cloud.deploy("worker", FAILING);
    const { RequestId } = await cloud.send("worker");

    await cloud.work.settle();
    expect(await cloud.runs("worker")).toBe(1);
    await cloud.work.advance(MINUTE_MS - 1);
    expect(await cloud.runs("worker")).toBe(1);
    await cloud.work.advance(1);
    expect(await cloud.runs("worker")).toBe(2);
    await cloud.work.advance(2 * MINUTE_MS);
    expect(await cloud.runs("worker")).toBe(3);
    await cloud.work.advance(24 * 60 * MINUTE_MS);
    expect(await cloud.runs("worker")).toBe(3);

    const starts = (await cloud.logsOf("worker")).filter(({ message }) => message.startsWith("START"));
    expect(starts.every(({ message }) => message.includes(RequestId))).toBe(true);
    expect(cloud.logLines.at(-1)).toMatch(
      /^worker has given up on the event of request \S+ \(RetriesExhausted\), and the function has neither/,
    );
  });

  test("of a throttled function backs off and runs when there is room", async () => {
    await cloud.deploy(
      "worker",
      "export const handler = async () => { await new Promise((r) => setTimeout(r, 10_000)); };",
      { reserved_concurrent_executions: 1, timeout: 60 },
    );
    await cloud.send("worker");
    await cloud.send("worker");

    await cloud.work.advance(5 * MINUTE_MS);

    expect(await cloud.runs("worker")).toBe(2);
  });

  test("is given up when it gets too old while it is throttled", async () => {
    await cloud.deploy("worker", "export const handler = () => new Promise((r) => setTimeout(r, 600_000));", {
      reserved_concurrent_executions: 1,
      timeout: 900,
    });
    const failures = await cloud.queueNamed("failures");
    await cloud.configure({
      maximum_event_age_in_seconds: 60,
      destination_config: { on_failure: { destination: failures.arn } },
    });
    await cloud.send("worker");
    await cloud.send("worker");

    await cloud.work.advance(2 * MINUTE_MS);

    expect(await failures.receive()).toMatchObject([
      { body: { requestContext: { condition: "EventAgeExceeded", approximateInvokeCount: 0 } } },
    ]);
  });

  test("is delivered twice by an injected duplicate", async () => {
    await cloud.deploy("worker", "export const handler = async () => {};");
    cloud.kernel.faults.inject({ on: "lambda:Invoke", resource: "worker", effect: "duplicate", times: 1 });

    await cloud.send("worker");
    await cloud.work.settle();

    expect(await cloud.runs("worker")).toBe(2);
  });
});
