import type { IdentityStatement } from "../permissions";
import type { Place } from "./access/service-access";

/** To read the states of the environment and hold their locks, as a plan does. */
export function planOfState({ environment, stateBucket }: Place): readonly IdentityStatement[] {
  const bucket = `arn:aws:s3:::${stateBucket}`;
  return [
    // Without it S3 answers 403 in place of 404, and a state that is not there yet is an error.
    { actions: ["s3:ListBucket"], resources: [bucket] },
    { actions: ["s3:GetObject"], resources: [`${bucket}/${environment}/*`] },
    { actions: ["s3:PutObject", "s3:DeleteObject"], resources: [`${bucket}/${environment}/*.tflock`] },
  ];
}

/**
 * To read and write the states of the environment, besides those of the stacks that give the pipeline its rights.
 * @param ownStacks - those stacks, by the names of their states
 */
export function applyOfState(
  { environment, stateBucket }: Place,
  ownStacks: readonly string[],
): readonly IdentityStatement[] {
  const bucket = `arn:aws:s3:::${stateBucket}`;
  return [
    { actions: ["s3:ListBucket"], resources: [bucket] },
    {
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      resources: [`${bucket}/${environment}/*`],
    },
    {
      effect: "Deny",
      actions: ["s3:PutObject", "s3:DeleteObject"],
      resources: ownStacks.map((stack) => `${bucket}/${environment}/${stack}.tfstate*`),
    },
  ];
}
