import { listOf } from "../../../input-shape/containers";
import { integer, text } from "../../../input-shape/scalars";
import type { Chance } from "../../../kernel/chance";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { invalidParameter, invalidValue, queueDoesNotExist } from "../errors";
import { sqsInput } from "../members";
import type { Message } from "../message";
import type { Queue } from "../queue";
import { LONGEST_VISIBILITY_SECONDS } from "../queue-settings";
import type { Queues } from "../queues";
import { type ReceivedMessage, receivedMessage, SYSTEM_ATTRIBUTES } from "../received-message";

interface Input {
  readonly QueueUrl: string;
  readonly MaxNumberOfMessages?: number;
  readonly VisibilityTimeout?: number;
  readonly WaitTimeSeconds?: number;
  readonly AttributeNames?: readonly string[];
  readonly MessageSystemAttributeNames?: readonly string[];
  readonly MessageAttributeNames?: readonly string[];
  readonly ReceiveRequestAttemptId?: string;
}

interface Output {
  readonly Messages?: readonly ReceivedMessage[];
}

/** SQS's limit of messages in flight per queue. */
const MOST_IN_FLIGHT = 120_000;
/** How far ahead a reordered message may stand, in places. */
const REORDER_SPAN = 10;

/** Receives messages, waiting up to 20 seconds for the first. */
export function receiveMessage(kernel: Kernel, queues: Queues, chance: Chance): Operation<Input, Output> {
  const take = (queue: Queue, input: Input): readonly Message[] => {
    const nowMs = kernel.clock.now();
    queue.refresh(nowMs);
    if (queue.counts.inFlight >= MOST_IN_FLIGHT) {
      if (queue.fifo) return [];
      throw new AwsError(
        "OverLimit",
        `Too many messages in flight: at most ${MOST_IN_FLIGHT} per queue.`,
        403,
      );
    }
    const deadLetterQueue = queues.deadLetterQueueOf(queue);
    const maxReceiveCount = deadLetterQueue && queue.settings.redrive?.maxReceiveCount;
    const strikes = (effect: "duplicate" | "reorder") =>
      kernel.faults.strike("sqs:ReceiveMessage", queue.arn, effect) !== undefined;
    const { received, exhausted } = queue.receive(
      {
        most: input.MaxNumberOfMessages ?? 1,
        visibilityMs:
          input.VisibilityTimeout === undefined
            ? queue.settings.visibilityMs
            : input.VisibilityTimeout * 1_000,
        ...(maxReceiveCount === undefined ? {} : { maxReceiveCount }),
        ...(input.ReceiveRequestAttemptId === undefined ? {} : { attemptId: input.ReceiveRequestAttemptId }),
        skip: () => (strikes("reorder") ? chance.below(REORDER_SPAN) : 0),
        duplicate: () => strikes("duplicate"),
      },
      nowMs,
    );
    if (deadLetterQueue !== undefined && exhausted.length > 0) {
      queues.moveToDeadLetterQueue(exhausted, queue, deadLetterQueue);
    }
    return received;
  };
  return {
    name: "ReceiveMessage",
    checkInput: sqsInput({
      QueueUrl: text(),
      MaxNumberOfMessages: integer(),
      VisibilityTimeout: integer(),
      WaitTimeSeconds: integer(),
      AttributeNames: listOf(text()),
      MessageSystemAttributeNames: listOf(text()),
      MessageAttributeNames: listOf(text()),
      ReceiveRequestAttemptId: text(),
    }),
    traced: (output) => output.Messages !== undefined,
    access: (input) => [{ action: "sqs:ReceiveMessage", resource: queues.byUrl(input.QueueUrl).arn }],
    async run(input, call) {
      const queue = queues.byUrl(input.QueueUrl);
      check(queue, input);
      const waitMs =
        input.WaitTimeSeconds === undefined ? queue.settings.receiveWaitMs : input.WaitTimeSeconds * 1_000;
      const untilMs = kernel.clock.now() + waitMs;
      let messages = take(queue, input);
      while (messages.length === 0 && kernel.clock.now() < untilMs) {
        queues.update(queue);
        await queues.waitForMessage(queue, untilMs, call.signal);
        if (call.signal?.aborted) {
          queues.wakeNext(queue);
          return {};
        }
        if (queues.find(queue.name) !== queue) throw queueDoesNotExist();
        messages = take(queue, input);
      }
      // Written before the update, which makes messages with a visibility timeout of 0 visible again.
      const Messages = messages.map((message) => receivedMessage(queue, message, input));
      queues.update(queue);
      return Messages.length === 0 ? {} : { Messages };
    },
  };
}

function check(queue: Queue, input: Input): void {
  checkRange(
    "MaxNumberOfMessages",
    input.MaxNumberOfMessages,
    1,
    10,
    "Must be between 1 and 10, if provided.",
  );
  checkRange("WaitTimeSeconds", input.WaitTimeSeconds, 0, 20, "Must be >= 0 and <= 20, if provided.");
  checkRange(
    "VisibilityTimeout",
    input.VisibilityTimeout,
    0,
    LONGEST_VISIBILITY_SECONDS,
    `Must be between 0 and ${LONGEST_VISIBILITY_SECONDS}, if provided.`,
  );
  if (input.ReceiveRequestAttemptId !== undefined && !queue.fifo) {
    throw invalidValue(
      "ReceiveRequestAttemptId",
      input.ReceiveRequestAttemptId,
      "The request include parameter that is not valid for this queue type.",
    );
  }
  for (const name of [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])]) {
    if (name === "All" || SYSTEM_ATTRIBUTES.includes(name)) continue;
    // Names of queue attributes were allowed in AttributeNames and never gave anything.
    if (input.AttributeNames?.includes(name)) continue;
    throw invalidParameter(`Unknown Attribute ${name}.`);
  }
}

function checkRange(parameter: string, value: unknown, least: number, most: number, reason: string): void {
  if (value === undefined) return;
  if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return;
  throw invalidValue(parameter, value, reason);
}
