import { listOf, structure } from "../../../input-shape/containers";
import { required } from "../../../input-shape/member";
import { long, text } from "../../../input-shape/scalars";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { streamArn } from "../arns";
import { checkBatch, type InputLogEvent, MOST_EVENTS, type Sifted, sift } from "../event-batch";
import { groupName, logsInput, streamName } from "../members";
import type { LogState } from "../state";

interface Input {
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly logEvents: readonly InputLogEvent[];
}

const checkMembers = logsInput({
  logGroupName: required(groupName),
  logStreamName: required(streamName),
  logEvents: required(
    listOf(structure({ timestamp: required(long({ least: 0 })), message: required(text({ least: 1 })) }), {
      least: 1,
      most: MOST_EVENTS,
    }),
  ),
});

/** PutLogEvents; what is too old or too new is left out, as the answer says. */
export function putLogEvents(kernel: Kernel, state: LogState): Operation<Input> {
  return {
    name: "PutLogEvents",
    traced: false,
    checkInput(input) {
      checkMembers(input);
      checkBatch((input as Input).logEvents);
    },
    access: ({ logGroupName, logStreamName }) => [
      { action: "logs:PutLogEvents", resource: streamArn(kernel, logGroupName, logStreamName) },
    ],
    run: ({ logGroupName, logStreamName, logEvents }, { fromOutside }) => {
      const stream = state.stream(logGroupName, logStreamName);
      const nowMs = kernel.clock.now();
      // What the cloud itself writes is all kept, in the order in which it became known.
      const { accepted, rejectedLogEventsInfo }: Sifted = fromOutside
        ? sift(logEvents, state.group(logGroupName), nowMs)
        : { accepted: logEvents };
      if (accepted.length > 0) state.put(stream, accepted, nowMs);
      return {
        nextSequenceToken: "49590302318832195258268123451234512345123451234512345123",
        ...(rejectedLogEventsInfo === undefined ? {} : { rejectedLogEventsInfo }),
      };
    },
  };
}
