import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { streamArn } from "../arns";
import type { LogState } from "../state";

interface Input {
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** CreateLogStream. */
export function createLogStream(kernel: Kernel, state: LogState): Operation<Input> {
  return {
    name: "CreateLogStream",
    traced: false,
    access: ({ logGroupName, logStreamName }) => [
      { action: "logs:CreateLogStream", resource: streamArn(kernel, logGroupName, logStreamName) },
    ],
    run: ({ logGroupName, logStreamName }) => {
      state.createStream(logGroupName, logStreamName, kernel.clock.now());
      return {};
    },
  };
}
