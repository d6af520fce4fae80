import { policiesOf, statementsOf } from "./engine/policies";
import type { Rule } from "./engine/rule";
import { block, type Resource, type StackView } from "./engine/stack-view";

/** What is stored is encrypted, and says so. */
export const encryptionAtRest: Rule = {
  id: "encryption-at-rest",
  title: "Queues, tables, topics and streams state their encryption.",
  why: "Data at rest is readable to whoever gets at the storage. The keys that AWS keeps for SQS, SNS and DynamoDB cost nothing to hold. Buckets and log groups are always encrypted; there is nothing to state. A topic that an AWS service publishes to may do without, as the managed key is closed to services.",
  source: {
    title: "Encryption at rest in Amazon SQS",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
  },
  mend: "Set sqs_managed_sse_enabled or kms_master_key_id (queue), server_side_encryption.enabled (table), kms_master_key_id (topic), encryption_type KMS (stream).",
  *check(stack) {
    for (const at of stack.all("aws_sqs_queue")) {
      if (at.args["sqs_managed_sse_enabled"] !== true && at.args["kms_master_key_id"] === undefined) {
        yield { at, detail: "has neither sqs_managed_sse_enabled nor kms_master_key_id." };
      }
    }
    for (const at of stack.all("aws_dynamodb_table")) {
      if (block(at.args, "server_side_encryption")?.["enabled"] !== true) {
        yield { at, detail: "has no server_side_encryption that is enabled." };
      }
    }
    for (const at of stack.all("aws_sns_topic")) {
      if (at.args["kms_master_key_id"] === undefined && !takesFromServices(stack, at)) {
        yield { at, detail: "has no kms_master_key_id, though no AWS service publishes to it." };
      }
    }
    for (const at of stack.all("aws_kinesis_stream")) {
      if (at.args["encryption_type"] !== "KMS") yield { at, detail: "has no encryption_type KMS." };
    }
  },
};

function takesFromServices(stack: StackView, topic: Resource): boolean {
  return policiesOf(stack, topic)
    .flatMap(({ value }) => statementsOf(stack, value) ?? [])
    .some(
      ({ effect, principals }) =>
        effect === "Allow" && principals.some((principal) => principal.endsWith(".amazonaws.com")),
    );
}
