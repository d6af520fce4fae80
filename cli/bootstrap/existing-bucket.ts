import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { CliError } from "../cli-error";
import type { StackFolder } from "../deployment/stack-folders";
import type { EnvironmentValues } from "../environment-values";

type Ask = (s3: S3Client, bucket: { readonly Bucket: string }) => Promise<unknown>;

/** How S3 is asked for what Terraform makes a resource of its own of; the answer is empty or 404 where it is not set. */
const SETTINGS: Readonly<Record<string, Ask>> = {
  aws_s3_bucket_lifecycle_configuration: (s3, bucket) =>
    s3.send(new GetBucketLifecycleConfigurationCommand(bucket)),
  aws_s3_bucket_ownership_controls: (s3, bucket) => s3.send(new GetBucketOwnershipControlsCommand(bucket)),
  aws_s3_bucket_policy: (s3, bucket) => s3.send(new GetBucketPolicyCommand(bucket)),
  aws_s3_bucket_public_access_block: (s3, bucket) => s3.send(new GetPublicAccessBlockCommand(bucket)),
  aws_s3_bucket_server_side_encryption_configuration: (s3, bucket) =>
    s3.send(new GetBucketEncryptionCommand(bucket)),
  aws_s3_bucket_versioning: async (s3, bucket) =>
    (await s3.send(new GetBucketVersioningCommand(bucket))).Status,
};

/**
 * Addresses of what a stack makes of a bucket and its settings, as far as it is there already. S3 overwrites settings
 * without asking; a plan shows what becomes of those that it takes over.
 * @throws CliError when S3 does not tell
 */
export async function existingParts(
  stack: StackFolder,
  { region, stateBucket }: Pick<EnvironmentValues, "region" | "stateBucket">,
): Promise<readonly string[]> {
  const s3 = new S3Client({ region });
  try {
    const settings = Object.entries(SETTINGS).map(async ([type, ask]) =>
      (await isSet(type, ask(s3, { Bucket: stateBucket }))) ? addresses(stack, type) : [],
    );
    return [...addresses(stack, "aws_s3_bucket"), ...(await Promise.all(settings)).flat()];
  } finally {
    s3.destroy();
  }
}

async function isSet(type: string, answer: Promise<unknown>): Promise<boolean> {
  try {
    return (await answer) !== undefined;
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    if (error.$metadata.httpStatusCode === 404) return false;
    throw new CliError(
      `Whether the bucket has an ${type} cannot be told, so nothing was touched: ${error.name}: ${error.message}`,
    );
  }
}

function addresses({ folder }: StackFolder, type: string): readonly string[] {
  const { resource } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as {
    resource: Readonly<Record<string, object>>;
  };
  return Object.keys(resource[type] ?? {}).map((id) => `${type}.${id}`);
}
