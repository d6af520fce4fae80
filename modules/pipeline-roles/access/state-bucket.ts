import { actions, type ServiceAccess } from "./service-access";

/** The settings of the bucket that holds the states: the pipeline reads them, to tell drift, and never changes them. */
export const STATE_BUCKET: ServiceAccess = {
  types: [
    "aws_s3_bucket",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
  ],
  read: ({ stateBucket }) => [
    {
      actions: actions("s3", [
        "GetAccelerateConfiguration",
        "GetBucketAcl",
        "GetBucketCORS",
        "GetBucketLogging",
        "GetBucketObjectLockConfiguration",
        "GetBucketOwnershipControls",
        "GetBucketPolicy",
        "GetBucketPublicAccessBlock",
        "GetBucketRequestPayment",
        "GetBucketTagging",
        "GetBucketVersioning",
        "GetBucketWebsite",
        "GetEncryptionConfiguration",
        "GetLifecycleConfiguration",
        "GetReplicationConfiguration",
      ]),
      resources: [`arn:aws:s3:::${stateBucket}`],
    },
  ],
};
