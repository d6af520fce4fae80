import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { groupArn } from "../arns";
import type { LogState } from "../state";

/** DeleteLogGroup. */
export function deleteLogGroup(
  kernel: Kernel,
  state: LogState,
): Operation<{ readonly logGroupName: string }> {
  return {
    name: "DeleteLogGroup",
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
