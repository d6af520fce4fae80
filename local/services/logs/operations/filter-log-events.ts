import { listOf } from "../../../input-shape/containers";
import { long, text } from "../../../input-shape/scalars";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { groupArn, groupNameOf } from "../arns";
import { filterPattern } from "../filter-pattern/filter-pattern";
import { eventLimit, groupInput, nextToken, streamName } from "../members";
import { pageOf } from "../pagination";
import type { LogState } from "../state";

interface Input {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logStreamNames?: readonly string[];
  readonly logStreamNamePrefix?: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly filterPattern?: string;
  readonly limit?: number;
  readonly nextToken?: string;
}

/** FilterLogEvents: the events of all streams, oldest first. */
export function filterLogEvents(kernel: Kernel, state: LogState): Operation<Input> {
  const nameOf = (input: Input) => groupNameOf(input.logGroupIdentifier ?? input.logGroupName ?? "");
  return {
    name: "FilterLogEvents",
    checkInput: groupInput({
      logStreamNames: listOf(streamName, { least: 1, most: 100 }),
      logStreamNamePrefix: streamName,
      startTime: long({ least: 0 }),
      endTime: long({ least: 0 }),
      filterPattern: text({ most: 1024 }),
      limit: eventLimit,
      nextToken,
    }),
    traced: false,
    access: (input) => [
      { action: "logs:FilterLogEvents", resource: `${groupArn(kernel, nameOf(input))}:log-stream:` },
    ],
    run: (input) => {
      if (input.logStreamNames !== undefined && input.logStreamNamePrefix !== undefined) {
        throw new AwsError(
          "InvalidParameterException",
          "logStreamNames and logStreamNamePrefix are mutually exclusive parameters.",
        );
      }
      const group = state.group(nameOf(input));
      const matches = filterPattern(input.filterPattern);
      const { startTime = 0, endTime = Number.POSITIVE_INFINITY } = input;
      const found = [...group.streams.values()]
        .filter(({ name }) => input.logStreamNames?.includes(name) ?? true)
        .filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ""))
        .flatMap((stream) =>
          state
            .events(group, stream, kernel.clock.now())
            .filter(({ atMs, message }) => atMs >= startTime && atMs <= endTime && matches(message))
            .map(({ id, atMs, message, ingestedAtMs }) => ({
              logStreamName: stream.name,
              timestamp: atMs,
              message,
              ingestionTime: ingestedAtMs,
              eventId: id,
            })),
        )
        .sort((a, b) => a.timestamp - b.timestamp || (a.eventId < b.eventId ? -1 : 1));
      const { items, nextToken } = pageOf(found, input.limit ?? 10_000, input.nextToken);
      return { events: items, searchedLogStreams: [], ...(nextToken === undefined ? {} : { nextToken }) };
    },
  };
}
