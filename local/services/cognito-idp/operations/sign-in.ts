import { AwsError, UnsupportedError } from "../../../kernel/errors";
import type { Operation } from "../../../kernel/operation";
import { openChallenge } from "../challenge-session";
import { checkSecretHash, type Directory } from "../directory";
import { secondFactor } from "../second-factor";
import { simulatedUser } from "../simulated-user";
import { passwordMatches, serverExchange } from "../srp";
import { type Client, findUser, type Pool, type User } from "../state";

type Parameters = Readonly<Record<string, string | undefined>>;

interface InitiateAuthInput {
  readonly ClientId: string;
  readonly UserPoolId?: string;
  readonly AuthFlow: string;
  readonly AuthParameters?: Parameters;
}

/** The flow that a client must have enabled for each AuthFlow of a request. */
const ENABLED_BY: Readonly<Record<string, string>> = {
  USER_PASSWORD_AUTH: "ALLOW_USER_PASSWORD_AUTH",
  USER_SRP_AUTH: "ALLOW_USER_SRP_AUTH",
  ADMIN_USER_PASSWORD_AUTH: "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  ADMIN_NO_SRP_AUTH: "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  REFRESH_TOKEN_AUTH: "ALLOW_REFRESH_TOKEN_AUTH",
  REFRESH_TOKEN: "ALLOW_REFRESH_TOKEN_AUTH",
};

/** InitiateAuth and AdminInitiateAuth. */
export function signInOperations(directory: Directory): readonly Operation[] {
  const initiate: Operation<InitiateAuthInput> = {
    name: "InitiateAuth",
    access: () => [],
    run: (input) => {
      if (input.AuthFlow.startsWith("ADMIN_")) {
        throw new AwsError("InvalidParameterException", "Initiate Auth method not supported.");
      }
      const { pool, client } = directory.pools.client(input.ClientId);
      return start(directory, pool, client, input);
    },
  };
  const adminInitiate: Operation<InitiateAuthInput & { readonly UserPoolId: string }> = {
    name: "AdminInitiateAuth",
    access: ({ UserPoolId }) => [
      { action: "cognito-idp:AdminInitiateAuth", resource: directory.pools.pool(UserPoolId).arn },
    ],
    run: (input) => {
      const { pool, client } = directory.pools.client(input.ClientId);
      if (pool.id !== input.UserPoolId) {
        throw new AwsError("ResourceNotFoundException", `User pool client ${input.ClientId} does not exist.`);
      }
      return start(directory, pool, client, input);
    },
  };
  return [initiate, adminInitiate];
}

function start(directory: Directory, pool: Pool, client: Client, input: InitiateAuthInput) {
  const flow = ENABLED_BY[input.AuthFlow];
  if (flow === undefined)
    throw new UnsupportedError(`the local cloud does not model the auth flow ${input.AuthFlow}`);
  if (!client.authFlows.includes(flow) && !client.authFlows.includes(flow.replace("ALLOW_", ""))) {
    throw new AwsError("InvalidParameterException", `${input.AuthFlow} flow not enabled for this client`);
  }
  const parameters = input.AuthParameters ?? {};
  if (input.AuthFlow.startsWith("REFRESH")) return refresh(directory, pool, client, parameters);
  const name = required(parameters, "USERNAME");
  checkSecretHash(client, name, parameters["SECRET_HASH"]);
  const user = findUser(pool, name);
  if (user === undefined) {
    if (!client.hidesUserExistence) throw new AwsError("UserNotFoundException", "User does not exist.");
    if (input.AuthFlow !== "USER_SRP_AUTH") {
      throw new AwsError("NotAuthorizedException", "Incorrect username or password.");
    }
    return challengeSrp(directory, pool, client, simulatedUser(pool, name, directory.chance), parameters);
  }
  if (input.AuthFlow === "USER_SRP_AUTH") return challengeSrp(directory, pool, client, user, parameters);
  if (!passwordMatches(user.verifier, pool.id, user.username, required(parameters, "PASSWORD"))) {
    throw new AwsError("NotAuthorizedException", "Incorrect username or password.");
  }
  return finishSignIn(directory, pool, client, user);
}

async function refresh(directory: Directory, pool: Pool, client: Client, parameters: Parameters) {
  const refreshToken = required(parameters, "REFRESH_TOKEN");
  const { user, grant } = directory.tokens.refreshable(pool, client, refreshToken);
  checkSecretHash(client, user.username, parameters["SECRET_HASH"]);
  const AuthenticationResult = await directory.tokens.refresh(pool, client, user, grant);
  return { ChallengeParameters: {}, AuthenticationResult };
}

function challengeSrp(
  directory: Directory,
  pool: Pool,
  client: Client,
  user: Pick<User, "username" | "verifier">,
  parameters: Parameters,
) {
  const exchange = serverExchange(user.verifier, required(parameters, "SRP_A"), directory.chance.text(64));
  if (exchange === undefined) throw new AwsError("InvalidParameterException", "SRP_A is not valid.");
  const secretBlock = Buffer.from(directory.chance.text(128)).toString("base64");
  const Session = openChallenge(directory, pool, client, user, {
    name: "PASSWORD_VERIFIER",
    srp: { secretBlock, key: exchange.key },
  });
  return {
    ChallengeName: "PASSWORD_VERIFIER",
    Session,
    ChallengeParameters: {
      SALT: user.verifier.saltHex,
      SECRET_BLOCK: secretBlock,
      SRP_B: exchange.publicHex,
      USERNAME: user.username,
      USER_ID_FOR_SRP: user.username,
    },
  };
}

/**
 * What follows once the password is known to be right: tokens, or the challenge that comes first.
 * @throws AwsError where the user may not sign in
 */
export async function finishSignIn(directory: Directory, pool: Pool, client: Client, user: User) {
  if (!user.enabled) throw new AwsError("NotAuthorizedException", "User is disabled.");
  if (user.status === "UNCONFIRMED")
    throw new AwsError("UserNotConfirmedException", "User is not confirmed.");
  if (user.status === "RESET_REQUIRED") {
    throw new AwsError("PasswordResetRequiredException", "Password reset required for the user");
  }
  if (user.status === "FORCE_CHANGE_PASSWORD") {
    if ((user.temporaryPasswordExpiresAtMs ?? Number.POSITIVE_INFINITY) <= directory.kernel.clock.now()) {
      const text = "Temporary password has expired and must be reset by an administrator.";
      throw new AwsError("NotAuthorizedException", text);
    }
    const attributes = Object.fromEntries([...user.attributes].filter(([name]) => name !== "sub"));
    return {
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session: openChallenge(directory, pool, client, user, { name: "NEW_PASSWORD_REQUIRED" }),
      ChallengeParameters: {
        USER_ID_FOR_SRP: user.username,
        requiredAttributes: "[]",
        userAttributes: JSON.stringify(attributes),
      },
    };
  }
  const challenge = secondFactor(directory, pool, client, user);
  if (challenge !== undefined) return challenge;
  return { ChallengeParameters: {}, AuthenticationResult: await directory.tokens.signIn(pool, client, user) };
}

/** @throws AwsError InvalidParameterException */
export function required(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (value === undefined || value === "") {
    throw new AwsError("InvalidParameterException", `Missing required parameter ${name}`);
  }
  return value;
}
