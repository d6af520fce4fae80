import { createTopic } from "../../local/services/sns/creating";
import { Deliveries } from "../../local/services/sns/delivery";
import { compose } from "../../local/services/sns/publication";
import { MOST_RETRIES, retryDelayMs } from "../../local/services/sns/retry-schedule";
import { Topics } from "../../local/services/sns/state";
import { subscribe } from "../../local/services/sns/subscribing";
import { queueArn, snsHarness } from "./sns-harness";

describe("retryDelayMs", () => {
  it("follows AWS's phases: at once, after a second, backing off to 20 seconds, then every 20 seconds", () => {
    const delays = [...Array(17).keys()].map((index) => retryDelayMs(index + 1));

    expect(delays).toEqual([
      0, 0, 0, 1_000, 1_000, 1_000, 1_395, 1_946, 2_714, 3_786, 5_282, 7_368, 10_278, 14_337, 20_000, 20_000,
      20_000,
    ]);
  });

  it("ends after 100 015 retries in about 23 days", () => {
    let totalMs = 0;
    for (let retry = 1; retry <= MOST_RETRIES; retry++) totalMs += retryDelayMs(retry) ?? Number.NaN;

    expect(MOST_RETRIES).toBe(100_015);
    expect(retryDelayMs(MOST_RETRIES + 1)).toBeUndefined();
    expect(Math.floor(totalMs / 86_400_000)).toBe(23);
  });
});

describe("a delivery whose retries are used up", () => {
  it("ends in the dead-letter queue", async () => {
    const { kernel, queues, work, logLines } = await snsHarness();
    const topics = new Topics();
    const topic = createTopic(kernel, topics, "orders", {});
    subscribe(kernel, topic, {
      protocol: "sqs",
      endpoint: queueArn("q"),
      attributes: {
        RawMessageDelivery: "true",
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn("dlq") }),
      },
    });
    kernel.faults.inject({ on: "sqs:SendMessage", resource: ":q", effect: "error" });
    const deliveries = new Deliveries(kernel, topics, (retry) => (retry <= 2 ? 10_000 : undefined));

    deliveries.fanOut(
      compose(
        kernel,
        topic.arn,
        { Message: "hello" },
        { traceId: kernel.newTraceId(), traceFromCaller: false },
      ),
    );
    await work.advance(19_999);
    expect(queues.inspect("dlq")?.messages).toEqual([]);
    await work.advance(1);

    expect(queues.inspect("dlq")?.messages).toMatchObject([{ body: "hello" }]);
    expect(logLines.at(-1)).toMatch(/\(2 retries\): injected fault on sqs:SendMessage; it is in/);
  });
});
