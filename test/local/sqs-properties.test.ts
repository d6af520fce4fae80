import * as fc from "fast-check";
import { DeadlineHeap } from "../../local/services/sqs/deadline-heap";
import type { ReceivedMessage } from "../../local/services/sqs/received-message";
import { sqsHarness } from "./sqs-harness";

type Step =
  | { readonly do: "send"; readonly group: string; readonly delaySeconds: number }
  | { readonly do: "receive"; readonly most: number; readonly visibilitySeconds: number }
  | { readonly do: "delete"; readonly pick: number }
  | { readonly do: "show"; readonly pick: number; readonly seconds: number }
  | { readonly do: "crash" }
  | { readonly do: "wait"; readonly seconds: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("send" as const),
    group: fc.constantFrom("a", "b"),
    delaySeconds: fc.constantFrom(0, 0, 5),
  }),
  fc.record({
    do: fc.constant("receive" as const),
    most: fc.integer({ min: 1, max: 4 }),
    visibilitySeconds: fc.constantFrom(0, 3, 10),
  }),
  fc.record({ do: fc.constant("delete" as const), pick: fc.nat(10) }),
  fc.record({ do: fc.constant("show" as const), pick: fc.nat(10), seconds: fc.constantFrom(0, 7) }),
  fc.record({ do: fc.constant("crash" as const) }),
  fc.record({ do: fc.constant("wait" as const), seconds: fc.integer({ min: 1, max: 12 }) }),
);
const anySteps = fc.array(anyStep, { minLength: 1, maxLength: 60, size: "max" });

/** Plays steps on a queue with a dead-letter queue and compares it with a list of what must be there. */
class Play {
  private readonly harness = sqsHarness();
  /** Bodies sent and not deleted, in the order they were sent. */
  readonly alive: string[] = [];
  private held: { body: string; message: ReceivedMessage }[] = [];
  private sent = 0;
  private url = "";
  private dlqUrl = "";

  constructor(private readonly fifo: boolean) {}

  async start(): Promise<void> {
    const suffix = this.fifo ? ".fifo" : "";
    const { url, dlqUrl } = await this.harness.createWithDeadLetters("q", 3, suffix);
    this.url = url;
    this.dlqUrl = dlqUrl;
  }

  async step(step: Step): Promise<void> {
    switch (step.do) {
      case "send":
        return this.send(step.group, step.delaySeconds);
      case "receive":
        return this.receive(step.most, step.visibilitySeconds);
      case "delete":
        return this.withHeld(step.pick, ({ body, message }) => this.delete(body, message));
      case "show":
        return this.withHeld(step.pick, ({ message }) => this.show(message, step.seconds));
      case "crash":
        this.held = [];
        return;
      case "wait":
        return this.harness.work.advance(step.seconds * 1_000);
    }
  }

  /** What is in the queue and what is in the dead-letter queue, by body. */
  inQueue(): readonly string[] {
    return this.bodiesIn("q");
  }

  inBoth(): readonly string[] {
    return [...this.bodiesIn("q"), ...this.bodiesIn("q-dlq")];
  }

  /** Ends faults and consumes all that is left, each message once more. */
  async drain(): Promise<readonly string[]> {
    const drained: string[] = [];
    for (const url of [this.url, this.dlqUrl]) {
      await this.harness.work.advance(60_000);
      for (;;) {
        const messages = await this.harness.receive(url, { WaitTimeSeconds: 1 });
        if (messages.length === 0) break;
        for (const message of messages) {
          drained.push(message.Body);
          await this.harness.remove(url, message);
        }
      }
    }
    return drained;
  }

  private async send(group: string, delaySeconds: number): Promise<void> {
    const body = `${group}${this.sent++}`;
    const more = this.fifo
      ? { MessageGroupId: group, MessageDeduplicationId: body }
      : { DelaySeconds: delaySeconds };
    await this.harness.send(this.url, body, more);
    this.alive.push(body);
  }

  private async receive(most: number, visibilitySeconds: number): Promise<void> {
    const messages = await this.harness.receive(this.url, {
      MaxNumberOfMessages: most,
      VisibilityTimeout: visibilitySeconds,
    });
    expect(messages.length).toBeLessThanOrEqual(most);
    if (this.fifo) this.expectOrder(messages);
    for (const message of messages) {
      this.held = [...this.held.filter(({ body }) => body !== message.Body), { body: message.Body, message }];
    }
  }

  /** No message may come before one that was sent to its group earlier and is still in the queue. */
  private expectOrder(messages: readonly ReceivedMessage[]): void {
    const here = this.inQueue();
    for (const [index, message] of messages.entries()) {
      const earlier = this.alive
        .slice(0, this.alive.indexOf(message.Body))
        .filter((body) => body.startsWith(message.Body.slice(0, 1)) && here.includes(body));
      expect(messages.slice(0, index).map(({ Body }) => Body)).toEqual(expect.arrayContaining(earlier));
    }
  }

  private async delete(body: string, message: ReceivedMessage): Promise<void> {
    const before = this.inQueue().includes(body);
    try {
      await this.harness.remove(this.url, message);
    } catch (error) {
      // A FIFO queue refuses handles whose time is over; the message stays.
      expect(this.fifo && String(error)).toContain("The receipt handle has expired.");
      return;
    }
    if (before) this.alive.splice(this.alive.indexOf(body), 1);
  }

  private async show(message: ReceivedMessage, seconds: number): Promise<void> {
    const input = { QueueUrl: this.url, ReceiptHandle: message.ReceiptHandle, VisibilityTimeout: seconds };
    await this.harness.call("ChangeMessageVisibility", input).catch((error: unknown) => {
      expect(String(error)).toContain("for parameter ReceiptHandle is invalid");
    });
  }

  private async withHeld(
    pick: number,
    act: (held: { body: string; message: ReceivedMessage }) => Promise<void>,
  ): Promise<void> {
    const held = this.held[pick % Math.max(1, this.held.length)];
    if (held !== undefined) await act(held);
  }

  private bodiesIn(name: string): readonly string[] {
    const inspection = this.harness.service.inspect(`${name}${this.fifo ? ".fifo" : ""}`);
    const { messages = [], visible, inFlight, delayed } = inspection ?? {};
    expect(messages).toHaveLength((visible ?? 0) + (inFlight ?? 0) + (delayed ?? 0));
    return messages.map(({ body }) => body);
  }
}

describe.each([
  ["standard", false],
  ["FIFO", true],
])("a %s queue", (_name, fifo) => {
  it("loses nothing and invents nothing, whatever is sent, received, deleted and left undone", async () => {
    await fc.assert(
      fc.asyncProperty(anySteps, async (steps) => {
        const play = new Play(fifo);
        await play.start();
        for (const step of steps) {
          await play.step(step);
          expect([...play.inBoth()].sort()).toEqual([...play.alive].sort());
        }
        expect([...(await play.drain())].sort()).toEqual([...play.alive].sort());
        expect(play.inBoth()).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe("DeadlineHeap", () => {
  it("gives items in the order of their times, as a sorted list would", async () => {
    const anyChange = fc.tuple(fc.nat(15), fc.option(fc.nat(20)));
    await fc.assert(
      fc.property(fc.array(anyChange), (changes) => {
        const items = [...Array(16).keys()].map((key) => ({ key }));
        const heap = new DeadlineHeap<{ key: number }>();
        const model = new Map<number, number>();
        for (const [key, atMs] of changes) {
          const item = items[key];
          if (item === undefined) continue;
          if (atMs === null) heap.remove(item);
          else heap.set(item, atMs);
          if (atMs === null) model.delete(key);
          else model.set(key, atMs);
        }
        const expected = [...model].sort(([a, atA], [b, atB]) => atA - atB || a - b).map(([key]) => key);

        const taken: (number | undefined)[] = [];
        while (heap.nextAtMs !== undefined) taken.push(heap.takeDue(20)?.key);

        expect(taken).toEqual(expected);
      }),
    );
  });
});
