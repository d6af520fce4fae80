import { block, isGiven, mayBe } from "./engine/arguments";
import { policiesOf, statementsOf } from "./engine/policies";
import type { Rule } from "./engine/rule";
import type { Resource } from "./engine/stack-view";

/** What is stored is encrypted, and says so. */
export const encryptionAtRest: Rule = {
  id: "encryption-at-rest",
  title: "Queues, tables, topics, streams and delivery streams state their encryption.",
  why: "Data at rest is readable to whoever gets at the storage. The keys that AWS keeps for SQS, SNS and DynamoDB cost nothing to hold. Buckets and log groups are always encrypted; there is nothing to state. A topic that an AWS service publishes to may do without, as the managed key is closed to services; a delivery stream that reads from Kinesis or Kafka leaves the data encrypted there.",
  source: {
    title: "Encryption at rest in Amazon SQS",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
  },
  mend: "Set sqs_managed_sse_enabled or kms_master_key_id (queue), server_side_encryption.enabled (table, delivery stream), kms_master_key_id (topic), encryption_type KMS (stream).",
  *check(stack) {
    for (const at of stack.all("aws_sqs_queue")) {
      if (!mayBe(at.args["sqs_managed_sse_enabled"], true) && !isGiven(at.args["kms_master_key_id"])) {
        yield { at, detail: "has neither sqs_managed_sse_enabled nor kms_master_key_id." };
      }
    }
    for (const at of stack.all("aws_dynamodb_table", "aws_kinesis_firehose_delivery_stream")) {
      if (isGiven(at.args["kinesis_source_configuration"] ?? at.args["msk_source_configuration"])) continue;
      if (!mayBe(block(at.args, "server_side_encryption")?.["enabled"], true)) {
        yield { at, detail: "has no server_side_encryption that is enabled." };
      }
    }
    for (const at of stack.all("aws_sns_topic")) {
      if (!isGiven(at.args["kms_master_key_id"]) && !mayTakeFromServices(at)) {
        yield { at, detail: "has no kms_master_key_id, though no AWS service publishes to it." };
      }
    }
    for (const at of stack.all("aws_kinesis_stream")) {
      if (!mayBe(at.args["encryption_type"], "KMS")) yield { at, detail: "has no encryption_type KMS." };
    }
  },
};

function mayTakeFromServices(topic: Resource): boolean {
  return policiesOf(topic).some((text) => {
    const statements = statementsOf(text);
    // A policy that cannot be read is the business of the rule readable-policies.
    return (
      statements === undefined ||
      statements.some(
        ({ effect, principals }) =>
          effect === "Allow" && principals.some((principal) => principal.endsWith(".amazonaws.com")),
      )
    );
  });
}
