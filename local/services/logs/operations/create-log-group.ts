import { mapOf } from "../../../input-shape/containers";
import { required } from "../../../input-shape/member";
import { text } from "../../../input-shape/scalars";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { streamArn } from "../arns";
import { groupClass, groupName, logsInput } from "../members";
import type { LogState } from "../state";

interface Input {
  readonly logGroupName: string;
  readonly kmsKeyId?: string;
  readonly logGroupClass?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** CreateLogGroup. */
export function createLogGroup(kernel: Kernel, state: LogState): Operation<Input> {
  return {
    name: "CreateLogGroup",
    checkInput: logsInput({
      logGroupName: required(groupName),
      kmsKeyId: text({ most: 256 }),
      logGroupClass: groupClass,
      tags: mapOf(text({ most: 256 })),
    }),
    traced: false,
    access: ({ logGroupName }) => [
      { action: "logs:CreateLogGroup", resource: streamArn(kernel, logGroupName, "") },
    ],
    run: ({ logGroupName, kmsKeyId, logGroupClass = "STANDARD", tags = {} }) => {
      state.create({
        name: logGroupName,
        createdAtMs: kernel.clock.now(),
        logClass: logGroupClass,
        kmsKeyId,
        tags,
      });
      return {};
    },
  };
}
