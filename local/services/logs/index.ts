import type { Kernel } from "../../kernel/kernel";
import type { Service } from "../../kernel/service";
import { createLogGroup } from "./operations/create-log-group";
import { createLogStream } from "./operations/create-log-stream";
import { deleteLogGroup } from "./operations/delete-log-group";
import { deleteLogStream } from "./operations/delete-log-stream";
import { describeLogGroups } from "./operations/describe-log-groups";
import { describeLogStreams } from "./operations/describe-log-streams";
import { filterLogEvents } from "./operations/filter-log-events";
import { getLogEvents } from "./operations/get-log-events";
import { putLogEvents } from "./operations/put-log-events";
import { deleteRetentionPolicy, putRetentionPolicy } from "./operations/retention-policy";
import { logGroupResource } from "./resources/aws-cloudwatch-log-group";
import { byTime, LogState } from "./state";

/** CloudWatch Logs, and what has been written, for the console and for tests. */
export interface LogsService extends Service {
  /** Every line of a group, all streams, by time; empty when there is no such group. */
  lines(groupName: string): readonly string[];
}

/** CloudWatch Logs. */
export const logs = (kernel: Kernel): LogsService => {
  const state = new LogState();
  return {
    name: "logs",
    protocol: { kind: "json", target: "Logs_20140328", version: "1.1" },
    operations: [
      createLogGroup(kernel, state),
      deleteLogGroup(kernel, state),
      createLogStream(kernel, state),
      deleteLogStream(kernel, state),
      putLogEvents(kernel, state),
      describeLogGroups(kernel, state),
      describeLogStreams(kernel, state),
      getLogEvents(kernel, state),
      filterLogEvents(kernel, state),
      putRetentionPolicy(kernel, state),
      deleteRetentionPolicy(kernel, state),
    ],
    resources: [logGroupResource(kernel, state)],
    lines(groupName) {
      const group = state.find(groupName);
      if (group === undefined) return [];
      return [...group.streams.values()]
        .flatMap((stream) => state.events(group, stream, kernel.clock.now()))
        .sort(byTime)
        .map(({ message }) => message);
    },
  };
};
