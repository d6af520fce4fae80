import { decodeJwt, jwtVerify, SignJWT } from "jose";
import { AwsError } from "../../kernel/errors";
import type { Kernel } from "../../kernel/kernel";
import type { SigningKey } from "./signing-key";
import type { Client, Pool, RefreshGrant, User } from "./state";

/** What AWS gives an access token of a sign-in through the API. */
const USER_SCOPE = "aws.cognito.signin.user.admin";

export interface AuthenticationResult {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken?: string;
  readonly ExpiresIn: number;
  readonly TokenType: "Bearer";
}

/** Issues and checks the tokens of one cloud's user pools. */
export class Tokens {
  constructor(
    private readonly kernel: Kernel,
    private readonly key: SigningKey,
  ) {}

  /** The `iss` claim of a pool's tokens. */
  issuer(pool: Pool): string {
    return `https://cognito-idp.${this.kernel.region}.amazonaws.com/${pool.id}`;
  }

  /** Tokens of a fresh sign-in, with a refresh token. */
  async signIn(pool: Pool, client: Client, user: User): Promise<AuthenticationResult> {
    const nowMs = this.kernel.clock.now();
    const originJti = this.kernel.ids.uuid();
    const RefreshToken = this.kernel.ids.text(96);
    const grant = { username: user.username, clientId: client.id, originJti, authTimeMs: nowMs };
    user.signIns.set(originJti, RefreshToken);
    pool.refreshGrants.set(RefreshToken, {
      ...grant,
      expiresAtMs: nowMs + client.refreshTokenSeconds * 1000,
    });
    return { ...(await this.issue(pool, client, user, originJti, nowMs)), RefreshToken };
  }

  /**
   * Whose refresh token it is, and what it stands for.
   * @throws AwsError NotAuthorizedException for an unknown, expired or revoked refresh token
   */
  refreshable(pool: Pool, client: Client, refreshToken: string): { user: User; grant: RefreshGrant } {
    const grant = pool.refreshGrants.get(refreshToken);
    if (grant === undefined || grant.clientId !== client.id) {
      throw new AwsError("NotAuthorizedException", "Invalid Refresh Token");
    }
    if (grant.expiresAtMs <= this.kernel.clock.now()) {
      throw new AwsError("NotAuthorizedException", "Refresh Token has expired");
    }
    const user = pool.users.get(grant.username);
    if (user === undefined) throw new AwsError("UserNotFoundException", "User does not exist.");
    if (!user.enabled) throw new AwsError("NotAuthorizedException", "User is disabled.");
    return { user, grant };
  }

  /** New tokens for a refresh token. */
  refresh(pool: Pool, client: Client, user: User, grant: RefreshGrant): Promise<AuthenticationResult> {
    return this.issue(pool, client, user, grant.originJti, grant.authTimeMs);
  }

  /** The access token of a client that acts by itself; it names no user. */
  ofClient(pool: Pool, client: Client, scopes: readonly string[]): Promise<string> {
    const iat = Math.floor(this.kernel.clock.now() / 1000);
    return this.sign({
      sub: client.id,
      token_use: "access",
      scope: scopes.join(" "),
      auth_time: iat,
      iss: this.issuer(pool),
      exp: iat + client.accessTokenSeconds,
      iat,
      version: 2,
      jti: this.kernel.ids.uuid(),
      client_id: client.id,
    });
  }

  /** Voids every token of the user. */
  signOut(pool: Pool, user: User): void {
    for (const token of user.signIns.values()) pool.refreshGrants.delete(token);
    user.signIns.clear();
  }

  /**
   * Voids a refresh token and all tokens of its sign-in. One that is unknown has been revoked before.
   * @throws AwsError UnsupportedTokenTypeException for a token of another kind, UnauthorizedException for a refresh
   * token of another client
   */
  revoke(pool: Pool, client: Client, refreshToken: string): void {
    if (issuerClaim(refreshToken) !== undefined) {
      throw new AwsError("UnsupportedTokenTypeException", "Only refresh tokens can be revoked.");
    }
    const grant = pool.refreshGrants.get(refreshToken);
    if (grant === undefined) return;
    if (grant.clientId !== client.id) {
      throw new AwsError("UnauthorizedException", `The token was not issued to client ${client.id}.`);
    }
    pool.refreshGrants.delete(refreshToken);
    pool.users.get(grant.username)?.signIns.delete(grant.originJti);
  }

  /** @throws AwsError NotAuthorizedException when the access token does not hold */
  async userOf(pools: readonly Pool[], accessToken: string): Promise<{ pool: Pool; user: User }> {
    const pool = pools.find((one) => this.issuer(one) === issuerClaim(accessToken));
    if (pool === undefined) throw new AwsError("NotAuthorizedException", "Invalid Access Token");
    // biome-ignore lint/style/noRestrictedGlobals: jose takes the clock's time as a Date.
    const currentDate = new Date(this.kernel.clock.now());
    const { payload } = await jwtVerify(accessToken, this.key.publicKey, { currentDate }).catch(
      (error: Error) => {
        const text = error.message.includes("exp") ? "Access Token has expired" : "Invalid Access Token";
        throw new AwsError("NotAuthorizedException", text);
      },
    );
    if (payload["token_use"] !== "access")
      throw new AwsError("NotAuthorizedException", "Invalid Access Token");
    if (!String(payload["scope"]).split(" ").includes(USER_SCOPE)) {
      throw new AwsError("NotAuthorizedException", "Access Token does not have required scopes");
    }
    const user = pool.users.get(String(payload["username"]));
    if (user === undefined) throw new AwsError("UserNotFoundException", "User does not exist.");
    if (!user.signIns.has(String(payload["origin_jti"]))) {
      throw new AwsError("NotAuthorizedException", "Access Token has been revoked");
    }
    return { pool, user };
  }

  private async issue(pool: Pool, client: Client, user: User, originJti: string, authTimeMs: number) {
    const iat = Math.floor(this.kernel.clock.now() / 1000);
    const groups = user.groups.size === 0 ? {} : { "cognito:groups": [...user.groups].sort() };
    const shared = {
      sub: user.sub,
      ...groups,
      iss: this.issuer(pool),
      origin_jti: originJti,
      event_id: this.kernel.ids.uuid(),
      auth_time: Math.floor(authTimeMs / 1000),
      iat,
    };
    const id = {
      ...userClaims(pool, user),
      ...shared,
      "cognito:username": user.username,
      aud: client.id,
      token_use: "id",
      jti: this.kernel.ids.uuid(),
      exp: iat + client.idTokenSeconds,
    };
    const access = {
      ...shared,
      client_id: client.id,
      username: user.username,
      token_use: "access",
      scope: USER_SCOPE,
      jti: this.kernel.ids.uuid(),
      exp: iat + client.accessTokenSeconds,
    };
    return {
      AccessToken: await this.sign(access),
      IdToken: await this.sign(id),
      ExpiresIn: client.accessTokenSeconds,
      TokenType: "Bearer" as const,
    };
  }

  private sign(claims: Record<string, unknown>): Promise<string> {
    const { kid } = this.key.publicJwk;
    return new SignJWT(claims).setProtectedHeader({ kid, alg: "RS256" }).sign(this.key.privateKey);
  }
}

function issuerClaim(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

/**
 * Attributes as the id token carries them: booleans for `*_verified`, texts for the rest. Only those that the pool
 * knows, as others could pass for claims that are the pool's to make, such as the groups.
 */
function userClaims(pool: Pool, user: User): Record<string, unknown> {
  return Object.fromEntries(
    [...user.attributes]
      .filter(([name]) => pool.attributes.has(name))
      .map(([name, value]) => [name, name.endsWith("_verified") ? value === "true" : value]),
  );
}
