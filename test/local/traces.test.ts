import { type Hop, type Step, Traces } from "../../local/kernel/trace";

/** A step on a queue. */
const step = (traceId: string, payload?: unknown): Step => ({
  traceId,
  atMs: 0,
  from: "client",
  action: "sqs:SendMessage",
  resource: "arn:aws:sqs:eu-central-1:000000000000:dev-orders",
  outcome: "ok",
  payload,
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
