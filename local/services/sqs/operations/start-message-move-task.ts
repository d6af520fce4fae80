import { integer, text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import type { AccessRequest } from "../../../kernel/policy";
import { invalidParameter, invalidValue, missingParameter } from "../errors";
import { sqsInput } from "../members";
import { type MoveTasks, noSuchResource } from "../move-tasks";
import type { Queues } from "../queues";

interface Input {
  readonly SourceArn: string;
  readonly DestinationArn?: string;
  /** 1 to 500; as fast as possible when absent. */
  readonly MaxNumberOfMessagesPerSecond?: number;
}

const MOST_PER_SECOND = 500;

/** Starts to move the messages of a dead-letter queue back to where they came from, or to another queue. */
export function startMessageMoveTask(
  queues: Queues,
  tasks: MoveTasks,
): Operation<Input, { TaskHandle: string }> {
  return {
    name: "StartMessageMoveTask",
    checkInput: sqsInput({
      SourceArn: text(),
      DestinationArn: text(),
      MaxNumberOfMessagesPerSecond: integer(),
    }),
    access: (input) => accessOf(queues, input),
    run({ SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond: rate }) {
      if (!SourceArn) throw missingParameter("SourceArn");
      const source = queues.findByArn(SourceArn);
      if (source === undefined) throw noSuchResource("SourceArn");
      if (queues.sourcesOf(source).length === 0) {
        throw invalidParameter("Source queue must be configured as a Dead Letter Queue.");
      }
      if (DestinationArn !== undefined) {
        const destination = queues.findByArn(DestinationArn);
        if (destination === undefined) throw noSuchResource("DestinationArn");
        if (destination.fifo !== source.fifo) {
          throw invalidParameter("Source and destination queue must be of the same type.");
        }
      }
      if (rate !== undefined && !(Number.isInteger(rate) && rate >= 1 && rate <= MOST_PER_SECOND)) {
        throw invalidValue("MaxNumberOfMessagesPerSecond", rate, `Must be between 1 and ${MOST_PER_SECOND}.`);
      }
      return { TaskHandle: tasks.start(source, DestinationArn, rate).handle };
    },
  };
}

/** A move reads from one queue and sends to others; who starts it needs the permissions for both. */
function accessOf(queues: Queues, { SourceArn, DestinationArn }: Input): readonly AccessRequest[] {
  const source = queues.findByArn(String(SourceArn));
  const targets =
    DestinationArn !== undefined
      ? [DestinationArn]
      : source === undefined
        ? []
        : queues.sourcesOf(source).map(({ arn }) => arn);
  return [
    ...["StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"].map((action) => ({
      action: `sqs:${action}`,
      resource: String(SourceArn),
    })),
    ...targets.map((resource) => ({ action: "sqs:SendMessage", resource })),
  ];
}
