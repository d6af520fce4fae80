import type { Bus } from "./bus";

/** A bus as the API shows it. */
export function busSummary({ name, arn, description, policy, createdAtMs, modifiedAtMs }: Bus) {
  return {
    Name: name,
    Arn: arn,
    ...(description === undefined ? {} : { Description: description }),
    ...(policy === undefined ? {} : { Policy: JSON.stringify(policy) }),
    CreationTime: createdAtMs / 1_000,
    LastModifiedTime: modifiedAtMs / 1_000,
  };
}
