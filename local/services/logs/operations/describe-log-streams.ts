import { flag, oneOf } from "../../../input-shape/scalars";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { groupArn, groupNameOf, streamArn } from "../arns";
import { describeLimit, groupInput, nextToken, streamName } from "../members";
import { pageOf } from "../pagination";
import type { LogState, LogStream } from "../state";

interface Input {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logStreamNamePrefix?: string;
  readonly orderBy?: "LogStreamName" | "LastEventTime";
  readonly descending?: boolean;
  readonly limit?: number;
  readonly nextToken?: string;
}

/** DescribeLogStreams. */
export function describeLogStreams(kernel: Kernel, state: LogState): Operation<Input> {
  const nameOf = (input: Input) => groupNameOf(input.logGroupIdentifier ?? input.logGroupName ?? "");
  return {
    name: "DescribeLogStreams",
    checkInput: groupInput({
      logStreamNamePrefix: streamName,
      orderBy: oneOf("LogStreamName", "LastEventTime"),
      descending: flag(),
      limit: describeLimit,
      nextToken,
    }),
    traced: false,
    access: (input) => [
      { action: "logs:DescribeLogStreams", resource: `${groupArn(kernel, nameOf(input))}:log-stream:` },
    ],
    run: (input) => {
      const group = state.group(nameOf(input));
      const byTime = input.orderBy === "LastEventTime";
      if (byTime && input.logStreamNamePrefix !== undefined) {
        throw new AwsError(
          "InvalidParameterException",
          "Cannot order by LastEventTime with a logStreamNamePrefix.",
        );
      }
      const streams = [...group.streams.values()]
        .filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ""))
        .sort(byTime ? (a, b) => lastEventMs(a) - lastEventMs(b) : (a, b) => (a.name < b.name ? -1 : 1));
      if (input.descending === true) streams.reverse();
      const { items, nextToken } = pageOf(streams, input.limit ?? 50, input.nextToken);
      return {
        logStreams: items.map((stream) => describe(stream, streamArn(kernel, group.name, stream.name))),
        ...(nextToken === undefined ? {} : { nextToken }),
      };
    },
  };
}

function lastEventMs({ batches }: LogStream): number {
  return batches.at(-1)?.events.at(-1)?.timestamp ?? 0;
}

function describe(stream: LogStream, arn: string) {
  const first = stream.batches[0]?.events[0];
  const newest = stream.batches.at(-1);
  const last = newest?.events.at(-1);
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAtMs,
    ...(first === undefined ? {} : { firstEventTimestamp: first.timestamp }),
    ...(last === undefined ? {} : { lastEventTimestamp: last.timestamp }),
    ...(newest === undefined ? {} : { lastIngestionTime: newest.ingestedAtMs }),
    uploadSequenceToken: "49590302318832195258268123451234512345123451234512345123",
    arn,
    storedBytes: 0,
  };
}
