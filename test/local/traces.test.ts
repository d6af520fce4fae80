import { bytesOf, type Hop, type Step, Traces } from "../../local/kernel/trace";

/** A step on a queue. */
const step = (traceId: string, payload?: unknown): Step => ({
  traceId,
  atMs: 0,
  from: "client",
  action: "sqs:SendMessage",
  resource: "arn:aws:sqs:eu-central-1:000000000000:dev-orders",
  outcome: "ok",
  payload,
  payloadBytes: bytesOf(payload),
});

describe("traces", () => {
  test("keep the latest hops and forget the oldest", () => {
    const traces = new Traces("dev-", 10);

    for (let i = 0; i < 25; i++) traces.record(step(`trace-${i}`));

    expect(traces.all().map(({ traceId }) => traceId)).toEqual(
      Array.from({ length: 15 }, (_, i) => `trace-${i + 10}`),
    );
    expect(traces.find("trace-9")).toEqual([]);
  });

  test("forget earlier where hops carry much", () => {
    const traces = new Traces("dev-", 1_000);
    const body = "x".repeat(4 * 1_048_576);

    for (let i = 0; i < 100; i++) traces.record(step(`trace-${i}`, { body }));

    // 32 MB in each half, and the hop that exceeds it.
    expect(traces.all().length).toBeLessThanOrEqual(18);
    expect(traces.all().at(-1)?.traceId).toBe("trace-99");
  });

  test("say of each hop what its resource is, to listeners as to those who look later", () => {
    const traces = new Traces("dev-");
    const heard: Hop[] = [];
    const stop = traces.listen((hop) => heard.push(hop));

    traces.record(step("a", { orderId: "4711" }));
    stop();
    traces.record(step("a"));
    traces.record(step("b"));

    expect(heard).toMatchObject([{ traceId: "a", kind: "queue", label: "orders" }]);
    expect(traces.find("4711")).toMatchObject([
      { traceId: "a", kind: "queue", label: "orders" },
      { traceId: "a", kind: "queue", label: "orders" },
    ]);
  });
});

test.each([
  ["abc", 3],
  [{ a: "abc", b: ["de", { c: "f" }], d: 7, e: null }, 6],
  [new Uint8Array(5), 5],
  [undefined, 0],
])("the texts and bytes in %j count %d", (value, bytes) => {
  expect(bytesOf(value)).toBe(bytes);
});
