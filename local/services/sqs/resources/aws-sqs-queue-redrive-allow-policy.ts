import type { Kernel } from "../../../kernel/kernel";
import type { Queues } from "../queues";
import { queueAttributeResource } from "./queue-attribute-resource";

/** `aws_sqs_queue_redrive_allow_policy` */
export function redriveAllowPolicyResource(kernel: Kernel, queues: Queues) {
  return queueAttributeResource(
    kernel,
    queues,
    "aws_sqs_queue_redrive_allow_policy",
    "redrive_allow_policy",
    "RedriveAllowPolicy",
  );
}
