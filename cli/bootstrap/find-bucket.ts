import { HeadBucketCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { CliError } from "../cli-error";
import type { EnvironmentValues } from "../environment-values";

/**
 * Whether the state bucket exists, in the environment's account and region.
 * @throws CliError when it is in another region, or closed to the caller, as another account's is
 */
export async function findBucket({
  name,
  accountId,
  region,
  stateBucket,
}: EnvironmentValues): Promise<boolean> {
  const s3 = new S3Client({ region });
  const otherName = `Choose another name: stateBucket in environments/${name}.ts or PLATFORM_${name.toUpperCase()}_STATE_BUCKET.`;
  try {
    await s3.send(new HeadBucketCommand({ Bucket: stateBucket, ExpectedBucketOwner: accountId }));
    return true;
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status === 404) return false;
    if (status === 403) {
      throw new CliError(
        `The bucket ${stateBucket} exists, but is not account ${accountId}'s, or closed to you; bucket names are unique ` +
          `among all accounts. Nothing was touched.\n${otherName}`,
      );
    }
    if (status === 301 || status === 400) {
      throw new CliError(
        `The bucket ${stateBucket} exists in another region than ${region}. Nothing was touched.\n${otherName}`,
      );
    }
    throw error;
  } finally {
    s3.destroy();
  }
}
