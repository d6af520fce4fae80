import type { Clock, Timer } from "../../kernel/clock";
import { AwsError } from "../../kernel/errors";
import type { Kernel } from "../../kernel/kernel";
import { missingParameter, queueDoesNotExist } from "./errors";
import type { Message } from "./message";
import { Queue } from "./queue";
import type { QueueAttributes } from "./queue-settings";
import { allowsSource } from "./redrive-policy";

/** How long the name of a deleted queue stays taken, in milliseconds. */
const NAME_REST_MS = 60_000;

interface Alarm {
  timer: Timer | undefined;
  /** Long polls that wait for a message, the one that has waited longest first. */
  readonly waiting: Set<() => void>;
}

/** The queues of one cloud, with the one timer that each needs and those who wait for its messages. */
export class Queues {
  private readonly byName = new Map<string, Queue>();
  private readonly alarms = new Map<Queue, Alarm>();
  private readonly deletedAtMs = new Map<string, number>();

  constructor(private readonly kernel: Kernel) {}

  private get clock(): Clock {
    return this.kernel.clock;
  }

  all(): readonly Queue[] {
    return [...this.byName.values()];
  }

  find(name: string): Queue | undefined {
    return this.byName.get(name);
  }

  findByArn(arn: string): Queue | undefined {
    const queue = this.byName.get(arn.split(":")[5] ?? "");
    return queue?.arn === arn ? queue : undefined;
  }

  /** @throws AwsError `MissingParameter`, `QueueDoesNotExist` */
  byUrl(url: unknown): Queue {
    if (typeof url !== "string" || url === "") throw missingParameter("QueueUrl");
    const [name = "", account = ""] = url.split("/").reverse();
    const queue = this.byName.get(name);
    const isForeign = /^\d{12}$/.test(account) && account !== this.kernel.accountId;
    if (queue === undefined || isForeign) throw queueDoesNotExist();
    return queue;
  }

  url(queue: Queue): string {
    return `${this.kernel.endpoint}/${this.kernel.accountId}/${queue.name}`;
  }

  /**
   * Adds a queue.
   * @param attributes - checked ones
   */
  add(name: string, attributes: QueueAttributes): Queue {
    const arn = this.kernel.arn("sqs", name);
    const queue = new Queue(name, arn, this.kernel.ids.text(12), attributes, this.clock.now());
    this.byName.set(name, queue);
    this.alarms.set(queue, { timer: undefined, waiting: new Set() });
    return queue;
  }

  delete(queue: Queue): void {
    this.byName.delete(queue.name);
    this.deletedAtMs.set(queue.name, this.clock.now());
    const alarm = this.alarms.get(queue);
    this.alarms.delete(queue);
    alarm?.timer?.cancel();
    for (const wake of [...(alarm?.waiting ?? [])]) wake();
  }

  /** @throws AwsError `QueueDeletedRecently` within a minute of the deletion of a queue of this name */
  checkNameIsFree(name: string): void {
    const deletedAtMs = this.deletedAtMs.get(name) ?? Number.NEGATIVE_INFINITY;
    if (this.clock.now() - deletedAtMs >= NAME_REST_MS) return;
    throw new AwsError(
      "QueueDeletedRecently",
      "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
    );
  }

  /** Lets time pass in the queue, sets its timer anew and wakes those who wait; to be called after every change. */
  update(queue: Queue): void {
    queue.refresh(this.clock.now());
    const alarm = this.alarms.get(queue);
    if (alarm === undefined) return;
    this.setTimer(queue, alarm);
    const arrivals = queue.takeArrivals();
    if (arrivals === 0) return;
    for (const wake of [...alarm.waiting].slice(0, arrivals)) wake();
    this.kernel.wakeups.notify(queue.arn);
  }

  /** Resolves when a message may have arrived, at the latest at `untilMs`, or when the caller hangs up. */
  waitForMessage(queue: Queue, untilMs: number, signal?: AbortSignal): Promise<void> {
    const waiting = this.alarms.get(queue)?.waiting;
    if (waiting === undefined) return Promise.resolve();
    const resume = this.kernel.work.park();
    return new Promise((resolve) => {
      const wake = () => {
        timer.cancel();
        waiting.delete(wake);
        signal?.removeEventListener("abort", wake);
        resume();
        resolve();
      };
      const timer = this.clock.at(untilMs, wake, "in-flight");
      waiting.add(wake);
      signal?.addEventListener("abort", wake, { once: true });
    });
  }

  /** Wakes the next long poll, for one that was woken and cannot take the message. */
  wakeNext(queue: Queue): void {
    const [wake] = this.alarms.get(queue)?.waiting ?? [];
    wake?.();
  }

  /** The dead-letter queue of a queue, if it has one that exists and takes its messages. */
  deadLetterQueueOf(queue: Queue): Queue | undefined {
    const { redrive } = queue.settings;
    const target = redrive === undefined ? undefined : this.findByArn(redrive.deadLetterTargetArn);
    if (target === undefined || allowsSource(target.settings.redriveAllow, queue.arn)) return target;
    this.kernel.log(
      `${target.name} does not take dead letters of ${queue.name}: see its redrive allow policy`,
    );
    return undefined;
  }

  /** The queues whose dead letters come into this one. */
  sourcesOf(queue: Queue): readonly Queue[] {
    return this.all().filter(({ settings }) => settings.redrive?.deadLetterTargetArn === queue.arn);
  }

  /**
   * Puts messages that were received too often into the dead-letter queue. A standard queue keeps the time at
   * which they were sent, and so when they expire; a FIFO queue starts it anew.
   */
  moveToDeadLetterQueue(messages: readonly Message[], source: Queue, target: Queue): void {
    const nowMs = this.clock.now();
    for (const message of messages) {
      const { receiveCount, firstReceivedAtMs } = message;
      const content = {
        ...message,
        sentAtMs: target.fifo ? nowMs : message.sentAtMs,
        deadLetterSourceArn: source.arn,
      };
      target.add(content, 0, nowMs, { receiveCount, firstReceivedAtMs });
      this.recordMove(message, target);
    }
    this.update(target);
  }

  /** Leaves a hop in the trace of a message that SQS itself has put into a queue. */
  recordMove(message: Message, target: Queue): void {
    this.kernel.traces.record({
      traceId: message.traceId,
      atMs: this.clock.now(),
      from: "sqs.amazonaws.com",
      action: "sqs:SendMessage",
      resource: target.arn,
      outcome: "ok",
      payload: message.body,
      payloadBytes: message.body.length,
    });
  }

  close(): void {
    for (const { timer } of this.alarms.values()) timer?.cancel();
  }

  /** A timer that would fire too early stays: it costs less than setting it anew with every message. */
  private setTimer(queue: Queue, alarm: Alarm): void {
    const dueMs = queue.nextDueMs;
    if (dueMs !== undefined && alarm.timer !== undefined && alarm.timer.atMs <= dueMs) return;
    alarm.timer?.cancel();
    alarm.timer =
      dueMs === undefined
        ? undefined
        : this.clock.at(dueMs, () => {
            alarm.timer = undefined;
            this.update(queue);
          });
  }
}
