import { AwsError } from "../../kernel/errors";
import type { AttributeRule } from "./attributes";
import type { Verifier } from "./srp";

/** The rules a password must keep. */
export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requireLowercase: boolean;
  readonly requireUppercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
  readonly temporaryValidityDays: number;
}

/** What a code was sent for. */
export type CodePurpose = "sign-up" | "password";

export interface Code {
  readonly value: string;
  readonly expiresAtMs: number;
}

export type UserStatus = "UNCONFIRMED" | "CONFIRMED" | "FORCE_CHANGE_PASSWORD" | "RESET_REQUIRED";

export interface User {
  readonly username: string;
  readonly sub: string;
  readonly createdAtMs: number;
  modifiedAtMs: number;
  status: UserStatus;
  enabled: boolean;
  verifier: Verifier;
  temporaryPasswordExpiresAtMs?: number;
  readonly attributes: Map<string, string>;
  readonly codes: Map<CodePurpose, Code>;
  readonly groups: Set<string>;
  /** Sign-ins whose tokens hold: the `origin_jti` of all their tokens, and their refresh token. */
  readonly signIns: Map<string, string>;
  /** The authenticator app; absent until the user has asked for a secret. */
  softwareToken?: SoftwareToken;
}

/** What is known of a user's authenticator app. */
export interface SoftwareToken {
  /** A secret, in base32, that the user has yet to prove with a code. */
  pending?: string;
  /** The secret, in base32, that codes are checked against. */
  verified?: string;
  /** What the user calls the device. */
  deviceName?: string;
  /** The time step of the newest code that was taken. */
  lastStep: number;
  /** Whether sign-ins ask for a code; undefined until somebody has chosen. */
  enabled?: boolean;
  preferred: boolean;
}

export interface Group {
  readonly name: string;
  description?: string;
  precedence?: number;
  roleArn?: string;
  readonly createdAtMs: number;
}

export interface Client {
  readonly id: string;
  name: string;
  readonly secret?: string;
  authFlows: readonly string[];
  accessTokenSeconds: number;
  idTokenSeconds: number;
  refreshTokenSeconds: number;
  hidesUserExistence: boolean;
  /** OAuth grants that the client may use: `client_credentials`, `code`, `implicit`. */
  oauthFlows: readonly string[];
  /** Scopes that it may ask for at the token endpoint. */
  oauthScopes: readonly string[];
}

export interface ResourceServer {
  readonly identifier: string;
  readonly name: string;
  readonly scopes: readonly { readonly name: string; readonly description: string }[];
}

/** What a refresh token stands for. */
export interface RefreshGrant {
  readonly username: string;
  readonly clientId: string;
  readonly originJti: string;
  readonly authTimeMs: number;
  readonly expiresAtMs: number;
}

/** A challenge that waits for its answer. */
export interface Challenge {
  readonly name: string;
  readonly username: string;
  readonly clientId: string;
  readonly expiresAtMs: number;
  readonly srp?: { readonly secretBlock: string; readonly key: Buffer };
  /** Of MFA_SETUP: whether a code of the new authenticator app was right. */
  readonly isVerified?: boolean;
}

export interface Pool {
  readonly id: string;
  readonly arn: string;
  readonly createdAtMs: number;
  name: string;
  passwordPolicy: PasswordPolicy;
  mfa: "OFF" | "OPTIONAL" | "ON";
  /** Whether users can have an authenticator app. */
  hasSoftwareTokens: boolean;
  /** Prefix of the host where the token endpoint is. */
  domain?: string;
  adminCreatesUsersOnly: boolean;
  autoVerified: readonly string[];
  aliases: readonly string[];
  /** What users can have, by name. */
  attributes: ReadonlyMap<string, AttributeRule>;
  readonly usernameAttributes: readonly string[];
  readonly caseSensitive: boolean;
  readonly users: Map<string, User>;
  readonly groups: Map<string, Group>;
  readonly clients: Map<string, Client>;
  readonly resourceServers: Map<string, ResourceServer>;
  readonly refreshGrants: Map<string, RefreshGrant>;
  readonly challenges: Map<string, Challenge>;
}

/** All user pools of one cloud. */
export class Pools {
  private readonly pools = new Map<string, Pool>();

  add(pool: Pool): void {
    this.pools.set(pool.id, pool);
  }

  remove(id: string): void {
    this.pools.delete(id);
  }

  all(): readonly Pool[] {
    return [...this.pools.values()];
  }

  /** @throws AwsError ResourceNotFoundException */
  pool(id: string): Pool {
    const pool = this.pools.get(id);
    if (pool === undefined)
      throw new AwsError("ResourceNotFoundException", `User pool ${id} does not exist.`);
    return pool;
  }

  /** The pool that has the domain prefix. */
  withDomain(domain: string): Pool | undefined {
    return this.all().find((pool) => pool.domain === domain);
  }

  /** @throws AwsError ResourceNotFoundException */
  client(id: string): { pool: Pool; client: Client } {
    for (const pool of this.pools.values()) {
      const client = pool.clients.get(id);
      if (client !== undefined) return { pool, client };
    }
    throw new AwsError("ResourceNotFoundException", `User pool client ${id} does not exist.`);
  }
}

/** The user of that name, or of that email address or phone number where the pool allows it as a name. */
export function findUser(pool: Pool, name: string): User | undefined {
  const key = userKey(pool, name);
  const direct = pool.users.get(key);
  if (direct !== undefined) return direct;
  for (const attribute of [...pool.aliases, ...pool.usernameAttributes]) {
    for (const user of pool.users.values()) {
      if (user.attributes.get(attribute)?.toLowerCase() !== name.toLowerCase()) continue;
      const verified = user.attributes.get(`${attribute}_verified`) === "true";
      if (verified || pool.usernameAttributes.includes(attribute)) return user;
    }
  }
  return undefined;
}

/** @throws AwsError UserNotFoundException */
export function userOf(pool: Pool, name: string): User {
  const user = findUser(pool, name);
  if (user === undefined) throw new AwsError("UserNotFoundException", "User does not exist.");
  return user;
}

/**
 * The user whom somebody without credentials means. Undefined for a name that nobody has and for a disabled user, where
 * the client hides who exists: then the answer must be that of any user.
 * @throws AwsError UserNotFoundException where the client does not hide it
 */
export function userMeantBy(pool: Pool, client: Client, name: string): User | undefined {
  const user = findUser(pool, name);
  if (client.hidesUserExistence) return user?.enabled ? user : undefined;
  if (user === undefined) {
    throw new AwsError("UserNotFoundException", "Username/client id combination not found.");
  }
  return user;
}

/** @throws AwsError NotAuthorizedException for a user whose sign-up is not open */
export function checkUnconfirmed(user: User): void {
  if (user.status === "UNCONFIRMED") return;
  throw new AwsError("NotAuthorizedException", `User cannot be confirmed. Current status is ${user.status}`);
}

/** Removes a group from its pool and from all who are in it. */
export function removeGroup(pool: Pool, name: string): void {
  pool.groups.delete(name);
  for (const user of pool.users.values()) user.groups.delete(name);
}

/** How the pool stores a user's name. */
export function userKey(pool: Pool, name: string): string {
  return pool.caseSensitive ? name : name.toLowerCase();
}
