import { AwsError } from "../../../kernel/errors";
import { checkChallenge } from "../challenge-session";
import { checkSecretHash, type Directory } from "../directory";
import { preferSoftwareToken, takeTotp } from "../software-token";
import { type Client, type Pool, userOf } from "../state";
import { required } from "./sign-in";

interface Answer {
  readonly ChallengeName: string;
  readonly Session?: string;
  readonly ChallengeResponses?: Readonly<Record<string, string | undefined>>;
}

/** The challenges that follow the password. */
export const SECOND_FACTOR_CHALLENGES: readonly string[] = ["SOFTWARE_TOKEN_MFA", "MFA_SETUP"];

/**
 * Gives tokens for the answer to SOFTWARE_TOKEN_MFA or MFA_SETUP. A wrong code leaves the session open.
 * @throws AwsError
 */
export async function answerSecondFactor(directory: Directory, pool: Pool, client: Client, answer: Answer) {
  const { ChallengeName: name, Session = "", ChallengeResponses: responses = {} } = answer;
  const challenge = checkChallenge(directory, pool.challenges.get(Session), { name, clientId: client.id });
  checkSecretHash(client, required(responses, "USERNAME"), responses["SECRET_HASH"]);
  const user = userOf(pool, challenge.username);
  if (!user.enabled) throw new AwsError("NotAuthorizedException", "User is disabled.");
  if (name === "SOFTWARE_TOKEN_MFA") {
    takeTotp(user, required(responses, "SOFTWARE_TOKEN_MFA_CODE"), directory.kernel.clock.now());
  } else {
    if (challenge.isVerified !== true) {
      throw new AwsError("InvalidParameterException", "User has not verified software token mfa");
    }
    preferSoftwareToken(user, true, user.softwareToken?.preferred ?? false);
  }
  pool.challenges.delete(Session);
  return { ChallengeParameters: {}, AuthenticationResult: await directory.tokens.signIn(pool, client, user) };
}
