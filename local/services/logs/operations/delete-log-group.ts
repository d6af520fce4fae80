import { required } from "../../../input-shape/member";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { groupArn } from "../arns";
import { groupName, logsInput } from "../members";
import type { LogState } from "../state";

/** DeleteLogGroup. */
export function deleteLogGroup(
  kernel: Kernel,
  state: LogState,
): Operation<{ readonly logGroupName: string }> {
  return {
    name: "DeleteLogGroup",
    checkInput: logsInput({ logGroupName: required(groupName) }),
    traced: false,
    access: ({ logGroupName }) => [
      { action: "logs:DeleteLogGroup", resource: `${groupArn(kernel, logGroupName)}:*` },
    ],
    run: ({ logGroupName }) => {
      state.delete(logGroupName);
      return {};
    },
  };
}
