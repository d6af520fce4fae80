import { integer, text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { invalidValue, missingParameter } from "../errors";
import { sqsInput } from "../members";
import { type MoveTask, type MoveTasks, noSuchResource } from "../move-tasks";
import type { Queues } from "../queues";

interface Input {
  readonly SourceArn: string;
  /** 1 to 10; 1 when absent. */
  readonly MaxResults?: number;
}

const MOST_RESULTS = 10;

/** Lists the latest redrives of a dead-letter queue, the latest first. */
export function listMessageMoveTasks(
  queues: Queues,
  tasks: MoveTasks,
): Operation<Input, { Results: readonly object[] }> {
  return {
    name: "ListMessageMoveTasks",
    checkInput: sqsInput({ SourceArn: text(), MaxResults: integer() }),
    traced: false,
    access: (input) => [{ action: "sqs:ListMessageMoveTasks", resource: String(input.SourceArn) }],
    run({ SourceArn, MaxResults = 1 }) {
      if (!SourceArn) throw missingParameter("SourceArn");
      if (queues.findByArn(SourceArn) === undefined) throw noSuchResource("SourceArn");
      if (!Number.isInteger(MaxResults) || MaxResults < 1 || MaxResults > MOST_RESULTS) {
        throw invalidValue("MaxResults", MaxResults, `Must be between 1 and ${MOST_RESULTS}.`);
      }
      return { Results: tasks.of(SourceArn).slice(0, MaxResults).map(report) };
    },
  };
}

function report(task: MoveTask): object {
  return {
    // Only a task that can be cancelled shows its handle.
    ...(task.status === "RUNNING" ? { TaskHandle: task.handle } : {}),
    Status: task.status,
    SourceArn: task.sourceArn,
    ...(task.destinationArn === undefined ? {} : { DestinationArn: task.destinationArn }),
    ...(task.maxPerSecond === undefined ? {} : { MaxNumberOfMessagesPerSecond: task.maxPerSecond }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    ...(task.failureReason === undefined ? {} : { FailureReason: task.failureReason }),
    StartedTimestamp: task.startedAtMs,
  };
}
