import { AwsError } from "../../kernel/errors";
import type { Directory } from "./directory";
import type { Challenge, Client, Pool, User } from "./state";

/** A session token of a challenge holds for three minutes, AWS's default. */
const CHALLENGE_MS = 180_000;

/** Remembers a challenge; the answer must bring the session token. */
export function openChallenge(
  directory: Directory,
  pool: Pool,
  client: Pick<Client, "id">,
  user: Pick<User, "username">,
  what: Pick<Challenge, "name" | "srp" | "isVerified">,
): string {
  const session = directory.chance.text(64);
  pool.challenges.set(session, {
    ...what,
    username: user.username,
    clientId: client.id,
    expiresAtMs: directory.kernel.clock.now() + CHALLENGE_MS,
  });
  return session;
}

/**
 * The challenge, if it is the one that is being answered.
 * @throws AwsError NotAuthorizedException when it is another or over
 */
export function checkChallenge(
  directory: Directory,
  challenge: Challenge | undefined,
  wanted: { readonly name: string; readonly clientId?: string },
): Challenge {
  const isWanted =
    challenge?.name === wanted.name && challenge.clientId === (wanted.clientId ?? challenge.clientId);
  if (challenge === undefined || !isWanted) {
    throw new AwsError("NotAuthorizedException", "Invalid session for the user.");
  }
  if (challenge.expiresAtMs <= directory.kernel.clock.now()) {
    throw new AwsError("NotAuthorizedException", "Invalid session for the user, session is expired.");
  }
  return challenge;
}
