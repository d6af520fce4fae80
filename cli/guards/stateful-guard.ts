import type { ResourceChange } from "../terraform/plan-json";

/** What is lost when a resource of a type is deleted; types that hold nothing are not listed. */
const HOLDS: Readonly<Record<string, string>> = {
  aws_dynamodb_table: "items",
  aws_s3_bucket: "objects",
  aws_cognito_user_pool: "users",
  aws_cognito_identity_pool: "identities",
  aws_kinesis_stream: "records",
  aws_kinesis_firehose_delivery_stream: "records on their way",
  aws_sqs_queue: "messages",
  aws_cloudwatch_log_group: "logs",
  aws_cloudwatch_event_archive: "archived events",
  aws_kms_key: "the key to everything that it encrypted",
  aws_secretsmanager_secret: "a secret",
  aws_backup_vault: "recovery points",
  aws_db_instance: "data",
  aws_docdb_cluster: "data",
  aws_dsql_cluster: "data",
  aws_ebs_volume: "data",
  aws_elasticache_cluster: "data",
  aws_elasticache_replication_group: "data",
  aws_keyspaces_table: "rows",
  aws_memorydb_cluster: "data",
  aws_neptune_cluster: "data",
  aws_rds_cluster: "data",
  aws_redshift_cluster: "data",
  aws_ssm_parameter: "a value",
  aws_timestreamwrite_table: "records",
  aws_opensearch_domain: "documents",
  aws_efs_file_system: "files",
  aws_ecr_repository: "images",
};

/** What a resource holds that would be lost with it; `undefined` when it holds nothing. */
export function heldBy({ type, change: { before } }: ResourceChange): string | undefined {
  const { retention_in_days: retention } = (before ?? {}) as { retention_in_days?: unknown };
  // Logs that nobody set a retention for are nobody's record.
  if (type === "aws_cloudwatch_log_group" && !(typeof retention === "number" && retention > 0))
    return undefined;
  return HOLDS[type];
}
