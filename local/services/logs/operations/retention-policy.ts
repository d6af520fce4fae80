import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { groupArn } from "../arns";
import { checkRetention } from "../retention";
import type { LogState } from "../state";

/** PutRetentionPolicy. */
export function putRetentionPolicy(
  kernel: Kernel,
  state: LogState,
): Operation<{ readonly logGroupName: string; readonly retentionInDays: number }> {
  return {
    name: "PutRetentionPolicy",
    traced: false,
    access: ({ logGroupName }) => [
      { action: "logs:PutRetentionPolicy", resource: `${groupArn(kernel, logGroupName)}:*` },
    ],
    run: ({ logGroupName, retentionInDays }) => {
      checkRetention(retentionInDays);
      state.group(logGroupName).retentionDays = retentionInDays;
      return {};
    },
  };
}

/** DeleteRetentionPolicy: events stay for ever. */
export function deleteRetentionPolicy(
  kernel: Kernel,
  state: LogState,
): Operation<{ readonly logGroupName: string }> {
  return {
    name: "DeleteRetentionPolicy",
    traced: false,
    access: ({ logGroupName }) => [
      { action: "logs:DeleteRetentionPolicy", resource: `${groupArn(kernel, logGroupName)}:*` },
    ],
    run: ({ logGroupName }) => {
      state.group(logGroupName).retentionDays = undefined;
      return {};
    },
  };
}
