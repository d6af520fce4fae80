import { required } from "../../../input-shape/member";
import { integer } from "../../../input-shape/scalars";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { groupArn } from "../arns";
import { groupName, logsInput } from "../members";
import { checkRetention } from "../retention";
import type { LogState } from "../state";

/** PutRetentionPolicy. */
export function putRetentionPolicy(
  kernel: Kernel,
  state: LogState,
): Operation<{ readonly logGroupName: string; readonly retentionInDays: number }> {
  return {
    name: "PutRetentionPolicy",
    checkInput: logsInput({ logGroupName: required(groupName), retentionInDays: required(integer()) }),
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
    checkInput: logsInput({ logGroupName: required(groupName) }),
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
