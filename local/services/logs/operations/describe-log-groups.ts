import { listOf } from "../../../input-shape/containers";
import { text } from "../../../input-shape/scalars";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { groupArn, groupNameOf } from "../arns";
import { describeLimit, groupClass, groupIdentifier, groupName, logsInput, nextToken } from "../members";
import { pageOf } from "../pagination";
import type { LogGroup, LogState } from "../state";

interface Input {
  readonly logGroupNamePrefix?: string;
  readonly logGroupNamePattern?: string;
  readonly logGroupIdentifiers?: readonly string[];
  readonly logGroupClass?: string;
  readonly limit?: number;
  readonly nextToken?: string;
}

/** DescribeLogGroups. */
export function describeLogGroups(kernel: Kernel, state: LogState): Operation<Input> {
  return {
    name: "DescribeLogGroups",
    checkInput: logsInput({
      logGroupNamePrefix: groupName,
      logGroupNamePattern: text({ most: 512 }),
      logGroupIdentifiers: listOf(groupIdentifier, { least: 1, most: 50 }),
      logGroupClass: groupClass,
      limit: describeLimit,
      nextToken,
    }),
    traced: false,
    access: ({ logGroupNamePrefix = "" }) => [
      {
        action: "logs:DescribeLogGroups",
        resource: kernel.arn("logs", `log-group:${logGroupNamePrefix}:log-stream:`),
      },
    ],
    run: (input) => {
      if (input.logGroupNamePrefix !== undefined && input.logGroupNamePattern !== undefined) {
        throw new AwsError(
          "InvalidParameterException",
          "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
        );
      }
      const { items, nextToken } = pageOf(
        state.list().filter((group) => wanted(group, input)),
        input.limit ?? 50,
        input.nextToken,
      );
      return {
        logGroups: items.map((group) => describe(kernel, group)),
        ...(nextToken === undefined ? {} : { nextToken }),
      };
    },
  };
}

function wanted(group: LogGroup, input: Input): boolean {
  return (
    group.name.startsWith(input.logGroupNamePrefix ?? "") &&
    group.name.toLowerCase().includes((input.logGroupNamePattern ?? "").toLowerCase()) &&
    (input.logGroupClass === undefined || group.logClass === input.logGroupClass) &&
    (input.logGroupIdentifiers === undefined ||
      input.logGroupIdentifiers.some((identifier) => groupNameOf(identifier) === group.name))
  );
}

function describe(kernel: Kernel, group: LogGroup) {
  let storedBytes = 0;
  for (const stream of group.streams.values()) {
    for (const { events } of stream.batches) for (const { message } of events) storedBytes += message.length;
  }
  const arn = groupArn(kernel, group.name);
  return {
    logGroupName: group.name,
    creationTime: group.createdAtMs,
    ...(group.retentionDays === undefined ? {} : { retentionInDays: group.retentionDays }),
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes,
    logGroupClass: group.logClass,
    ...(group.kmsKeyId === undefined ? {} : { kmsKeyId: group.kmsKeyId }),
  };
}
