import { AwsError } from "../../kernel/errors";
import type { Kernel } from "../../kernel/kernel";
import { invalidParameter } from "./errors";
import type { Queue } from "./queue";
import type { Queues } from "./queues";

/** A redrive: messages of a dead-letter queue on their way back. */
export interface MoveTask {
  readonly handle: string;
  readonly sourceArn: string;
  /** Absent: each message goes to the queue that it came from. */
  readonly destinationArn?: string;
  readonly maxPerSecond?: number;
  readonly startedAtMs: number;
  readonly toMove: number;
  status: "RUNNING" | "COMPLETED" | "CANCELLING" | "CANCELLED" | "FAILED";
  moved: number;
  failureReason?: string;
}

/** How many tasks ListMessageMoveTasks remembers per queue. */
const MOST_REMEMBERED = 10;

/** The redrives of one cloud, the latest first. */
export class MoveTasks {
  private readonly bySource = new Map<string, MoveTask[]>();

  constructor(
    private readonly kernel: Kernel,
    private readonly queues: Queues,
  ) {}

  of(sourceArn: string): readonly MoveTask[] {
    return this.bySource.get(sourceArn) ?? [];
  }

  /** @throws AwsError `InvalidParameterValue` while another task runs for the queue */
  start(source: Queue, destinationArn: string | undefined, maxPerSecond: number | undefined): MoveTask {
    const tasks = this.of(source.arn);
    if (tasks.some(({ status }) => status === "RUNNING" || status === "CANCELLING")) {
      throw invalidParameter(
        "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
      );
    }
    const id = this.kernel.ids.uuid();
    const task: MoveTask = {
      handle: Buffer.from(JSON.stringify({ taskId: id, sourceArn: source.arn })).toString("base64"),
      sourceArn: source.arn,
      ...(destinationArn === undefined ? {} : { destinationArn }),
      ...(maxPerSecond === undefined ? {} : { maxPerSecond }),
      startedAtMs: this.kernel.clock.now(),
      toMove: source.counts.visible,
      status: "RUNNING",
      moved: 0,
    };
    this.bySource.set(source.arn, [task, ...tasks].slice(0, MOST_REMEMBERED));
    this.kernel.work.spawn(`sqs moves messages of ${source.name}`, () => this.run(task, source));
    return task;
  }

  /** @throws AwsError as CancelMessageMoveTask answers */
  cancel(handle: string): MoveTask {
    const sourceArn = readSourceArn(handle);
    if (this.queues.findByArn(sourceArn) === undefined) throw noSuchResource("SourceArn");
    const task = this.of(sourceArn).find((one) => one.handle === handle);
    if (task === undefined) throw new AwsError("ResourceNotFoundException", "Task does not exist.", 404);
    if (task.status !== "RUNNING") throw invalidParameter("Only active tasks can be cancelled.");
    task.status = "CANCELLING";
    return task;
  }

  private async run(task: MoveTask, source: Queue): Promise<void> {
    while (task.status === "RUNNING") {
      this.moveOne(task, source);
      if (task.maxPerSecond !== undefined && task.status === "RUNNING") {
        await this.kernel.work.sleep(1_000 / task.maxPerSecond);
      }
    }
    if (task.status === "CANCELLING") task.status = "CANCELLED";
  }

  /** A message that is moved back is a new one: it has another id, and its age and receives start anew. */
  private moveOne(task: MoveTask, source: Queue): void {
    this.queues.update(source);
    const message = source.first();
    if (message === undefined) {
      task.status = "COMPLETED";
      return;
    }
    const destinationArn = task.destinationArn ?? message.deadLetterSourceArn;
    const destination = destinationArn === undefined ? undefined : this.queues.findByArn(destinationArn);
    if (destination === undefined) {
      task.status = "FAILED";
      task.failureReason =
        destinationArn === undefined
          ? "CouldNotDetermineMessageSource"
          : "AWS.SimpleQueueService.NonExistentQueue";
      return;
    }
    source.take(message);
    const { deadLetterSourceArn: _left, ...content } = message;
    const nowMs = this.kernel.clock.now();
    destination.add({ ...content, id: this.kernel.ids.uuid(), sentAtMs: nowMs }, 0, nowMs);
    this.queues.recordMove(message, destination);
    task.moved++;
    this.queues.update(source);
    this.queues.update(destination);
  }
}

/** The answer to an ARN of a queue that is not there. */
export function noSuchResource(parameter: "SourceArn" | "DestinationArn"): AwsError {
  return new AwsError(
    "ResourceNotFoundException",
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
    404,
  );
}

/** @throws AwsError `InvalidParameterValue` for what never was a task handle */
export function readSourceArn(handle: unknown): string {
  try {
    const { sourceArn } = JSON.parse(Buffer.from(String(handle), "base64").toString("utf8")) as {
      sourceArn?: unknown;
    };
    if (typeof sourceArn === "string") return sourceArn;
  } catch {
    // Not even JSON: the same answer.
  }
  throw invalidParameter("Value for parameter TaskHandle is invalid.");
}
