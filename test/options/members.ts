import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { LocalCloud } from "../../local/cloud";

/** As short as the pool allows: 16 characters, of all kinds. */
export const PASSWORD = "Correct-horse-99";

/** What somebody who has signed in has. */
export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** The users of the pool, who cannot sign up by themselves. */
export class Members {
  readonly client: CognitoIdentityProviderClient;

  constructor(private readonly cloud: LocalCloud) {
    this.client = new CognitoIdentityProviderClient({
      endpoint: cloud.endpoint,
      region: cloud.region,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
  }

  get poolId(): string {
    return String(this.cloud.outputs()["user_pool_id"]);
  }

  clientId(name: "web" | "other"): string {
    return String(this.cloud.outputs()[`${name}_client_id`]);
  }

  /** Makes a user with a password, of the groups. */
  async add(Username: string, groups: readonly string[] = [], Password = PASSWORD): Promise<void> {
    const user = { UserPoolId: this.poolId, Username };
    await this.client.send(new AdminCreateUserCommand(user));
    await this.client.send(new AdminSetUserPasswordCommand({ ...user, Password, Permanent: true }));
    for (const GroupName of groups)
      await this.client.send(new AdminAddUserToGroupCommand({ ...user, GroupName }));
  }

  /** Makes a user and signs in through a client. */
  async signIn(
    name: string,
    client: "web" | "other" = "web",
    groups: readonly string[] = [],
  ): Promise<Tokens> {
    await this.add(name, groups);
    const { AuthenticationResult: result } = await this.client.send(
      new InitiateAuthCommand({
        ClientId: this.clientId(client),
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: name, PASSWORD },
      }),
    );
    return {
      idToken: result?.IdToken ?? "",
      accessToken: result?.AccessToken ?? "",
      refreshToken: result?.RefreshToken ?? "",
    };
  }
}
