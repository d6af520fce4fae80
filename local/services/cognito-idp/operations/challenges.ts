import { AwsError, UnsupportedError } from "../../../kernel/errors";
import type { Operation } from "../../../kernel/operation";
import { checkChallenge } from "../challenge-session";
import { checkSecretHash, type Directory } from "../directory";
import { checkPassword } from "../password-policy";
import { signatureMatches } from "../srp";
import { type Challenge, type Client, findUser, type Pool } from "../state";
import { answerSecondFactor, SECOND_FACTOR_CHALLENGES } from "./second-factor-answers";
import { finishSignIn, required } from "./sign-in";

interface Input {
  readonly ClientId: string;
  readonly UserPoolId?: string;
  readonly ChallengeName: string;
  readonly Session?: string;
  readonly ChallengeResponses?: Readonly<Record<string, string | undefined>>;
}

/** RespondToAuthChallenge and AdminRespondToAuthChallenge. */
export function challengeOperations(directory: Directory): readonly Operation[] {
  const respond: Operation<Input> = {
    name: "RespondToAuthChallenge",
    access: () => [],
    run: (input) => answer(directory, input),
  };
  const adminRespond: Operation<Input & { readonly UserPoolId: string }> = {
    name: "AdminRespondToAuthChallenge",
    access: ({ UserPoolId }) => [
      { action: "cognito-idp:AdminRespondToAuthChallenge", resource: directory.pools.pool(UserPoolId).arn },
    ],
    run: (input) => answer(directory, input),
  };
  return [respond, adminRespond];
}

function answer(directory: Directory, input: Input) {
  const { pool, client } = directory.pools.client(input.ClientId);
  const responses = input.ChallengeResponses ?? {};
  const isSecondFactor = SECOND_FACTOR_CHALLENGES.includes(input.ChallengeName);
  if (isSecondFactor) return answerSecondFactor(directory, pool, client, input);
  const challenge = takeChallenge(directory, pool, client, input);
  checkSecretHash(client, required(responses, "USERNAME"), responses["SECRET_HASH"]);
  const user = findUser(pool, challenge.username);
  if (user === undefined) throw new AwsError("NotAuthorizedException", "Incorrect username or password.");
  if (challenge.name === "NEW_PASSWORD_REQUIRED") {
    const password = required(responses, "NEW_PASSWORD");
    checkPassword(pool.passwordPolicy, password);
    directory.setPassword(pool, user, password);
    user.status = "CONFIRMED";
    return finishSignIn(directory, pool, client, user);
  }
  const secretBlock = required(responses, "PASSWORD_CLAIM_SECRET_BLOCK");
  const proven =
    challenge.srp !== undefined &&
    challenge.srp.secretBlock === secretBlock &&
    signatureMatches(challenge.srp.key, {
      poolId: pool.id,
      username: user.username,
      secretBlock,
      timestamp: required(responses, "TIMESTAMP"),
      signature: required(responses, "PASSWORD_CLAIM_SIGNATURE"),
    });
  if (!proven) throw new AwsError("NotAuthorizedException", "Incorrect username or password.");
  return finishSignIn(directory, pool, client, user);
}

/** Finds the challenge by its session token or, as SRP clients may leave that out, by its secret block. */
function takeChallenge(directory: Directory, pool: Pool, client: Client, input: Input): Challenge {
  if (input.ChallengeName !== "PASSWORD_VERIFIER" && input.ChallengeName !== "NEW_PASSWORD_REQUIRED") {
    throw new UnsupportedError(`the local cloud does not model the challenge ${input.ChallengeName}`);
  }
  const block = input.ChallengeResponses?.["PASSWORD_CLAIM_SECRET_BLOCK"];
  const session =
    input.Session ??
    [...pool.challenges].find(([, { srp }]) => srp !== undefined && srp.secretBlock === block)?.[0] ??
    "";
  const challenge = pool.challenges.get(session);
  pool.challenges.delete(session);
  return checkChallenge(directory, challenge, { name: input.ChallengeName, clientId: client.id });
}
