import { required } from "../../../input-shape/member";
import { flag, long } from "../../../input-shape/scalars";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { groupNameOf, streamArn } from "../arns";
import { eventLimit, groupInput, nextToken, streamName } from "../members";
import type { LogState } from "../state";

interface Input {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logStreamName: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly limit?: number;
  readonly startFromHead?: boolean;
  readonly nextToken?: string;
}

/** GetLogEvents; without `startFromHead` the newest page, as CloudWatch does. */
export function getLogEvents(kernel: Kernel, state: LogState): Operation<Input> {
  const nameOf = (input: Input) => groupNameOf(input.logGroupIdentifier ?? input.logGroupName ?? "");
  return {
    name: "GetLogEvents",
    checkInput: groupInput({
      logStreamName: required(streamName),
      startTime: long({ least: 0 }),
      endTime: long({ least: 0 }),
      limit: eventLimit,
      startFromHead: flag(),
      nextToken,
    }),
    traced: false,
    access: (input) => [
      { action: "logs:GetLogEvents", resource: streamArn(kernel, nameOf(input), input.logStreamName) },
    ],
    run: (input) => {
      const stream = state.stream(nameOf(input), input.logStreamName);
      const { startTime = 0, endTime = Number.POSITIVE_INFINITY, limit = 10_000 } = input;
      const events = state
        .events(state.group(nameOf(input)), stream, kernel.clock.now())
        .filter(({ atMs }) => atMs >= startTime && atMs < endTime);
      const [from, to] = range(input, events.length, limit);
      return {
        events: events.slice(from, to).map(({ atMs, message, ingestedAtMs }) => ({
          timestamp: atMs,
          message,
          ingestionTime: ingestedAtMs,
        })),
        nextForwardToken: `f/${to}`,
        nextBackwardToken: `b/${from}`,
      };
    },
  };
}

/** Tokens name the position that a page ends at, forwards or backwards; so a token at an end stays the same. */
function range({ nextToken, startFromHead }: Input, count: number, limit: number): [number, number] {
  if (nextToken === undefined) {
    return startFromHead === true ? [0, Math.min(limit, count)] : [Math.max(0, count - limit), count];
  }
  const match = /^([fb])\/(\d+)$/.exec(nextToken);
  if (match === null) throw new AwsError("InvalidParameterException", "The specified nextToken is invalid.");
  const position = Math.min(Number(match[2]), count);
  return match[1] === "f"
    ? [position, Math.min(position + limit, count)]
    : [Math.max(0, position - limit), position];
}
