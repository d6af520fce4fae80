import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { streamArn } from "../arns";
import type { LogState } from "../state";

interface Input {
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly logEvents: readonly { readonly timestamp: number; readonly message: string }[];
}

const MOST_EVENTS = 10_000;

/** PutLogEvents. */
export function putLogEvents(kernel: Kernel, state: LogState): Operation<Input> {
  return {
    name: "PutLogEvents",
    traced: false,
    access: ({ logGroupName, logStreamName }) => [
      { action: "logs:PutLogEvents", resource: streamArn(kernel, logGroupName, logStreamName) },
    ],
    run: ({ logGroupName, logStreamName, logEvents }) => {
      if (logEvents.length === 0 || logEvents.length > MOST_EVENTS) {
        throw new AwsError(
          "InvalidParameterException",
          "1 validation error detected: Value at 'logEvents' failed to satisfy constraint: " +
            `Member must have length between 1 and ${MOST_EVENTS}`,
        );
      }
      const stream = state.stream(logGroupName, logStreamName);
      state.put(stream, logEvents, kernel.clock.now());
      return { nextSequenceToken: "49590302318832195258268123451234512345123451234512345123" };
    },
  };
}
