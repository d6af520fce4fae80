import { AwsError } from "../../../kernel/errors";
import type { Operation } from "../../../kernel/operation";
import { checkChallenge, openChallenge } from "../challenge-session";
import type { Directory } from "../directory";
import { newSecret, proveSecret } from "../software-token";
import { type Challenge, type Pool, type User, userOf } from "../state";
import { required } from "./sign-in";

/** Who sets an app up: a signed-in user, or one whom a sign-in told to by MFA_SETUP. */
interface Input {
  readonly AccessToken?: string;
  readonly Session?: string;
}

type VerifyInput = Input & { readonly UserCode: string; readonly FriendlyDeviceName?: string };

/** AssociateSoftwareToken and VerifySoftwareToken: how users set an authenticator app up. */
export function softwareTokenOperations(directory: Directory): readonly Operation[] {
  const associate: Operation<Input> = {
    name: "AssociateSoftwareToken",
    access: () => [],
    run: async (input) => {
      const { pool, user, challenge } = await caller(directory, input);
      if (!pool.hasSoftwareTokens) {
        throw new AwsError(
          "SoftwareTokenMFANotFoundException",
          "Software Token MFA has not been enabled by the userPool",
        );
      }
      const SecretCode = newSecret(user, directory.chance);
      return { SecretCode, ...nextSession(directory, pool, input, challenge, false) };
    },
  };
  const verify: Operation<VerifyInput> = {
    name: "VerifySoftwareToken",
    access: () => [],
    run: async (input) => {
      const { pool, user, challenge } = await caller(directory, input);
      proveSecret(user, input.UserCode, directory.kernel.clock.now(), input.FriendlyDeviceName);
      return { Status: "SUCCESS", ...nextSession(directory, pool, input, challenge, true) };
    },
  };
  return [associate, verify];
}

async function caller(
  directory: Directory,
  { AccessToken, Session }: Input,
): Promise<{ pool: Pool; user: User; challenge?: Challenge }> {
  if (AccessToken !== undefined) return directory.tokens.userOf(directory.pools.all(), AccessToken);
  const session = required({ Session }, "Session");
  const pool = directory.pools.all().find(({ challenges }) => challenges.has(session));
  const challenge = checkChallenge(directory, pool?.challenges.get(session), { name: "MFA_SETUP" });
  if (pool === undefined) throw new AwsError("NotAuthorizedException", "Invalid session for the user.");
  return { pool, user: userOf(pool, challenge.username), challenge };
}

/** Each step of a sign-in has a session of its own, which the next one brings. */
function nextSession(
  directory: Directory,
  pool: Pool,
  { Session = "" }: Input,
  challenge: Challenge | undefined,
  isVerified: boolean,
): { Session?: string } {
  if (challenge === undefined) return {};
  pool.challenges.delete(Session);
  const { name, username, clientId } = challenge;
  return { Session: openChallenge(directory, pool, { id: clientId }, { username }, { name, isVerified }) };
}
