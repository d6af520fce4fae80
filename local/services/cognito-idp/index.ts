import type { Kernel } from "../../kernel/kernel";
import type { Service } from "../../kernel/service";
import { Directory } from "./directory";
import { domainEndpoint } from "./domain-endpoint";
import { jwksEndpoint } from "./jwks-endpoint";
import { accountOperations } from "./operations/account";
import { adminUserOperations } from "./operations/admin-users";
import { challengeOperations } from "./operations/challenges";
import { describeOperations } from "./operations/describe";
import { forgottenPasswordOperations } from "./operations/forgotten-password";
import { groupOperations } from "./operations/groups";
import { mfaPreferenceOperations } from "./operations/mfa-preference";
import { signInOperations } from "./operations/sign-in";
import { signUpOperations } from "./operations/sign-up";
import { softwareTokenOperations } from "./operations/software-token";
import { checked } from "./requests/checked";
import { resourceServer } from "./resources/resource-server";
import { userGroup } from "./resources/user-group";
import { userPool } from "./resources/user-pool";
import { userPoolClient } from "./resources/user-pool-client";
import { userPoolDomain } from "./resources/user-pool-domain";
import { SigningKey } from "./signing-key";
import { findUser, Pools } from "./state";
import { Tokens } from "./tokens";

/** Cognito user pools, and what tests and the console may see of them. */
export interface CognitoService extends Service {
  /** The code that a user was last sent and has not used, which AWS would mail. */
  code(poolId: string, username: string): string | undefined;
}

/**
 * Cognito user pools: sign-up, sign-in by password and by SRP, authenticator apps, refresh, groups, scopes for
 * machines, tokens as AWS shapes them.
 */
export function cognito(kernel: Kernel): CognitoService {
  const pools = new Pools();
  const key = new SigningKey();
  const tokens = new Tokens(kernel, key);
  const directory = new Directory(kernel, pools, tokens);
  return {
    name: "cognito-idp",
    protocol: { kind: "json", target: "AWSCognitoIdentityProviderService", version: "1.1" },
    operations: [
      ...signUpOperations(directory),
      ...signInOperations(directory),
      ...challengeOperations(directory),
      ...softwareTokenOperations(directory),
      ...mfaPreferenceOperations(directory),
      ...accountOperations(directory),
      ...forgottenPasswordOperations(directory),
      ...adminUserOperations(directory),
      ...groupOperations(directory),
      ...describeOperations(directory),
    ].map(checked),
    resources: [
      userPool(kernel, pools, tokens, key),
      userPoolClient(kernel, pools),
      userPoolDomain(kernel, pools),
      userGroup(kernel, pools),
      resourceServer(pools),
    ],
    endpoints: [jwksEndpoint(kernel, pools, tokens, key), domainEndpoint(kernel, pools, tokens)],
    code: (poolId, username) => {
      const codes = findUser(pools.pool(poolId), username)?.codes;
      return codes?.get("sign-up")?.value ?? codes?.get("password")?.value;
    },
  };
}
