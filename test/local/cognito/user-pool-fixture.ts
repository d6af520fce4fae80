import { createHmac } from "node:crypto";
import { type CognitoService, cognito } from "../../../local/services/cognito-idp";
import { testKernel } from "../test-kernel";

export const PASSWORD = "Correct-horse-9";

/** What a sign-in answers. */
export interface SignedIn {
  readonly AuthenticationResult: {
    readonly IdToken: string;
    readonly AccessToken: string;
    readonly RefreshToken: string;
  };
}

interface SignUpOptions {
  /** Beside the email address. */
  readonly attributes?: readonly { readonly Name: string; readonly Value: string }[];
}

/** A user pool with a client, a group `admin`, and the few steps that most tests begin with. */
export async function userPoolFixture(
  client: Record<string, unknown> = {},
  pool: Record<string, unknown> = {},
) {
  const cloud = testKernel([cognito]);
  const { id: poolId } = await cloud.provision("aws_cognito_user_pool", {
    name: "dev-shop",
    auto_verified_attributes: ["email"],
    ...pool,
  });
  const attributes = await cloud.provision("aws_cognito_user_pool_client", {
    name: "dev-shop-web",
    user_pool_id: poolId,
    explicit_auth_flows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    ...client,
  });
  await cloud.provision("aws_cognito_user_group", { name: "admin", user_pool_id: poolId });
  const UserPoolId = String(poolId);
  const ClientId = String(attributes["id"]);
  const clientSecret = String(attributes["client_secret"]);
  const service = cloud.services[0] as CognitoService;

  const call = <Output = Record<string, unknown>>(operation: string, input: unknown) =>
    cloud.call<Output>("cognito-idp", operation, input);
  /** As clients with a secret have to send it. */
  const secretHash = (name: string) =>
    createHmac("sha256", clientSecret)
      .update(name + ClientId)
      .digest("base64");
  const withHash = (name: string) => (clientSecret === "" ? {} : { SecretHash: secretHash(name) });
  /** The code that a user was sent last. */
  const code = (name: string) => service.code(UserPoolId, name);
  const register = (name: string, { attributes: more = [] }: SignUpOptions = {}) =>
    call("SignUp", {
      ClientId,
      Username: name,
      Password: PASSWORD,
      ...withHash(name),
      UserAttributes: [{ Name: "email", Value: `${name}@example.com` }, ...more],
    });
  /** Registers somebody and confirms the code. */
  const signUp = async (name: string, options: SignUpOptions = {}) => {
    await register(name, options);
    await call("ConfirmSignUp", {
      ClientId,
      Username: name,
      ...withHash(name),
      ConfirmationCode: code(name),
    });
  };
  const signIn = async (name: string, password = PASSWORD) => {
    const answer = await call<SignedIn>("InitiateAuth", {
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: {
        USERNAME: name,
        PASSWORD: password,
        ...(clientSecret === "" ? {} : { SECRET_HASH: secretHash(name) }),
      },
    });
    return answer.AuthenticationResult;
  };
  return {
    ...cloud,
    UserPoolId,
    ClientId,
    clientSecret,
    secretHash,
    call,
    code,
    register,
    signUp,
    signIn,
  };
}
