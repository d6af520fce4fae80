import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { streamArn } from "../arns";
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
    traced: false,
    access: ({ logGroupName }) => [
      { action: "logs:CreateLogGroup", resource: streamArn(kernel, logGroupName, "") },
    ],
    run: ({ logGroupName, kmsKeyId, logGroupClass = "STANDARD", tags = {} }) => {
      if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(logGroupName)) {
        throw new AwsError(
          "InvalidParameterException",
          `1 validation error detected: Value '${logGroupName}' at 'logGroupName' failed to satisfy constraint: ` +
            "Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+",
        );
      }
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
