import { required } from "../../../input-shape/member";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { streamArn } from "../arns";
import { groupName, logsInput, streamName } from "../members";
import type { LogState } from "../state";

interface Input {
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** CreateLogStream. */
export function createLogStream(kernel: Kernel, state: LogState): Operation<Input> {
  return {
    name: "CreateLogStream",
    checkInput: logsInput({ logGroupName: required(groupName), logStreamName: required(streamName) }),
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
