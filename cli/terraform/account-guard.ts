import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { CliError } from "../cli-error";

/** What of an environment's values says where it lives. */
export interface EnvironmentPlace {
  /** Name of the environment. */
  readonly name: string;
  /** The only account that the environment may be in. */
  readonly accountId: string;
  readonly region: string;
}

/**
 * Makes sure that the credentials at hand are of the environment's account. It asks STS who they are, and nothing else.
 * @returns the ARN of the caller
 * @throws CliError with both accounts when they are another's, or when there are no working credentials
 */
export async function requireAccount({ name, accountId, region }: EnvironmentPlace): Promise<string> {
  const sts = new STSClient({ region });
  try {
    const { Account, Arn = "" } = await sts
      .send(new GetCallerIdentityCommand())
      .catch(explain(name, accountId));
    if (Account === accountId) return Arn;
    throw new CliError(
      `The credentials are of account ${Account} (${Arn}), but ${name} is in account ${accountId}. Nothing was touched.\n` +
        `Use credentials of ${accountId}, or mend accountId in environments/${name}.ts or PLATFORM_${name.toUpperCase()}_ACCOUNT_ID.`,
    );
  } finally {
    sts.destroy();
  }
}

function explain(name: string, accountId: string): (error: unknown) => never {
  return (error) => {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new CliError(
      `AWS does not say whose credentials these are (${reason}). Nothing was touched.\n` +
        `Give credentials of account ${accountId}, in which ${name} is, as the AWS CLI takes them: AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
    );
  };
}
