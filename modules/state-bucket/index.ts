import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { ConfigCheck } from "../config-check";
import { resourcePolicy, tlsOnly } from "../permissions";

export interface StateBucketProps {
  /** Name of the bucket, unique among all accounts. */
  readonly name: string;
}

const BUCKET_NAME = /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** How long a state that was overwritten can be had back, in days. */
const OLD_VERSION_DAYS = 90;
/** Old versions of a state that are kept however old they are. */
const OLD_VERSIONS_KEPT = 20;
/** When an upload that was never completed is given up, in days. */
const INCOMPLETE_UPLOAD_DAYS = 7;

/**
 * The S3 bucket that holds Terraform states: old versions can be had back, nothing is public, nothing travels in the
 * clear, and Terraform refuses to delete it.
 */
export class StateBucket extends Construct {
  readonly name: string;

  /** @throws ModuleConfigError when S3 would not take the name. */
  constructor(scope: Construct, id: string, { name }: StateBucketProps) {
    super(scope, id);
    const check = new ConfigCheck(this);
    check.that(
      BUCKET_NAME.test(name),
      `name is "${name}"; a bucket's has 3 to 63 lower-case letters, digits, hyphens and single dots, begins and ends with ` +
        "a letter or digit, and is no IP address.",
    );
    check.done();
    this.name = name;
    const arn = `arn:aws:s3:::${name}`;
    const { id: bucket } = new S3Bucket(this, "bucket", {
      bucket: name,
      lifecycle: { preventDestroy: true },
    });

    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket,
      // The key of S3 itself: whoever loses a key of their own loses every state with it.
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    // Access control lists are off, so what anybody uploads is the account's.
    new S3BucketOwnershipControls(this, "ownership", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    const closed = new S3BucketPublicAccessBlock(this, "public-access", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketPolicy(this, "policy", {
      bucket,
      policy: resourcePolicy([tlsOnly("s3:*", [arn, `${arn}/*`])]),
      // S3 refuses two changes of the access to a bucket at once.
      dependsOn: [closed],
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket,
      rule: [
        {
          id: "old-versions",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [
            { noncurrentDays: OLD_VERSION_DAYS, newerNoncurrentVersions: OLD_VERSIONS_KEPT },
          ],
          // Each lock that is given back leaves a marker.
          expiration: [{ expiredObjectDeleteMarker: true }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: INCOMPLETE_UPLOAD_DAYS }],
        },
      ],
      // Rules for old versions need versions.
      dependsOn: [versioning],
    });
  }
}
