import type { Kernel } from "../../kernel/kernel";

/** The ARN of a log group, without the `:*` that some APIs add. */
export function groupArn(kernel: Kernel, name: string): string {
  return kernel.arn("logs", `log-group:${name}`);
}

/** The ARN of a log stream. IAM checks streams, which is why policies on a group end in `:*`. */
export function streamArn(kernel: Kernel, groupName: string, streamName: string): string {
  return kernel.arn("logs", `log-group:${groupName}:log-stream:${streamName}`);
}

/** The group's name of either a name or an ARN. */
export function groupNameOf(identifier: string): string {
  return /^arn:[^:]*:logs:[^:]*:[^:]*:log-group:([^:]+)/.exec(identifier)?.[1] ?? identifier;
}
