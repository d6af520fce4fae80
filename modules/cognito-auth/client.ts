import type { CognitoUserPool } from "@cdktf/provider-aws/lib/cognito-user-pool";
import { CognitoUserPoolClient } from "@cdktf/provider-aws/lib/cognito-user-pool-client";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";

/** An application that gets tokens from the pool. */
export interface ClientProps {
  /** What it is, in kebab-case: `web`. */
  readonly name: string;
  /**
   * Signs users in (no secret: it runs where users can look), or acts by itself with a secret.
   * @defaultValue "user"
   */
  readonly kind?: "user" | "machine";
  /**
   * Scopes, `<resource server>/<scope>`, that a machine client can ask for; it needs at least one.
   * @defaultValue none
   */
  readonly scopes?: readonly string[];
  /**
   * How long id and access tokens are good, in minutes, 5 to 1440.
   * @defaultValue 60
   */
  readonly tokenMinutes?: number;
  /**
   * How long a user stays signed in without the password, in days, 1 to 3650.
   * @defaultValue 30
   */
  readonly refreshDays?: number;
}

/** Adds a client of the pool; it waits for the resource servers whose scopes it may name. */
export function addClient(
  scope: Construct,
  pool: CognitoUserPool,
  poolName: string,
  { name, kind = "user", scopes = [], tokenMinutes = 60, refreshDays = 30 }: ClientProps,
  servers: readonly ITerraformDependable[],
): CognitoUserPoolClient {
  return new CognitoUserPoolClient(scope, `client-${name}`, {
    userPoolId: pool.id,
    name: `${poolName}-${name}`,
    accessTokenValidity: tokenMinutes,
    idTokenValidity: tokenMinutes,
    refreshTokenValidity: refreshDays,
    tokenValidityUnits: [{ accessToken: "minutes", idToken: "minutes", refreshToken: "days" }],
    enableTokenRevocation: true,
    // Sign-in and password recovery must not tell who has an account.
    preventUserExistenceErrors: "ENABLED",
    ...(kind === "user"
      ? {
          generateSecret: false,
          explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"],
        }
      : {
          generateSecret: true,
          explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
          allowedOauthFlowsUserPoolClient: true,
          allowedOauthFlows: ["client_credentials"],
          allowedOauthScopes: [...scopes],
          dependsOn: [...servers],
        }),
  });
}
