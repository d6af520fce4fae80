import { text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { missingParameter } from "../errors";
import { sqsInput } from "../members";
import { type MoveTasks, readSourceArn } from "../move-tasks";

/** Stops a redrive; what was moved stays moved. */
export function cancelMessageMoveTask(
  tasks: MoveTasks,
): Operation<{ readonly TaskHandle: string }, { ApproximateNumberOfMessagesMoved: number }> {
  return {
    name: "CancelMessageMoveTask",
    checkInput: sqsInput({ TaskHandle: text() }),
    access(input) {
      if (!input.TaskHandle) throw missingParameter("TaskHandle");
      return [{ action: "sqs:CancelMessageMoveTask", resource: readSourceArn(input.TaskHandle) }];
    },
    run: ({ TaskHandle }) => ({ ApproximateNumberOfMessagesMoved: tasks.cancel(TaskHandle).moved }),
  };
}
