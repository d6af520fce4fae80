import { createHmac } from "node:crypto";
import type { Chance } from "../../kernel/chance";
import { AwsError } from "../../kernel/errors";
import type { Kernel } from "../../kernel/kernel";
import { type AttributeList, type AttributeWriter, checkRequired, newAttributes } from "./attributes";
import { makeVerifier } from "./srp";
import {
  type Client,
  type Code,
  type CodePurpose,
  findUser,
  type Pool,
  type Pools,
  type User,
  type UserStatus,
  userKey,
} from "./state";
import type { Tokens } from "./tokens";

const DAY_MS = 86_400_000;

/** How long a sign-up or password code holds; AWS: 24 hours for a sign-up, one hour for a password. */
const CODE_MS: Readonly<Record<CodePurpose, number>> = { "sign-up": DAY_MS, password: 3_600_000 };

/** What the operations of Cognito share. */
export class Directory {
  readonly chance: Chance;

  constructor(
    readonly kernel: Kernel,
    readonly pools: Pools,
    readonly tokens: Tokens,
  ) {
    this.chance = kernel.chance.fork("cognito");
  }

  /** @throws AwsError UsernameExistsException, InvalidParameterException, NotAuthorizedException */
  addUser(
    pool: Pool,
    name: string,
    options: {
      password: string;
      status: UserStatus;
      attributes: AttributeList | undefined;
      writer: AttributeWriter;
    },
  ): User {
    if (findUser(pool, name) !== undefined)
      throw new AwsError("UsernameExistsException", "User already exists");
    const sub = this.chance.uuid();
    const byAttribute = pool.usernameAttributes.length > 0;
    const attributes = newAttributes(pool, options.attributes, options.writer);
    if (byAttribute) attributes.set(name.includes("@") ? "email" : "phone_number", name);
    if (byAttribute && !/^\S+@\S+$/.test(name) && !name.startsWith("+")) {
      throw new AwsError("InvalidParameterException", "Username should be an email.");
    }
    if (options.writer === "client") checkRequired(pool, attributes);
    attributes.set("sub", sub);
    const username = byAttribute ? sub : userKey(pool, name);
    const nowMs = this.kernel.clock.now();
    const user: User = {
      username,
      sub,
      createdAtMs: nowMs,
      modifiedAtMs: nowMs,
      status: options.status,
      enabled: true,
      verifier: this.verifier(pool, username, options.password),
      attributes,
      codes: new Map(),
      groups: new Set(),
      signIns: new Map(),
    };
    pool.users.set(username, user);
    return user;
  }

  setPassword(pool: Pool, user: User, password: string): void {
    user.verifier = this.verifier(pool, user.username, password);
    delete user.temporaryPasswordExpiresAtMs;
    user.modifiedAtMs = this.kernel.clock.now();
  }

  /** Makes a code and shows it in the cloud's log, as nothing is mailed. */
  sendCode(pool: Pool, user: User, purpose: CodePurpose): void {
    const value = this.chance.text(6, "0123456789");
    user.codes.set(purpose, { value, expiresAtMs: this.kernel.clock.now() + CODE_MS[purpose] });
    this.kernel.log(`cognito: the ${purpose} code of ${user.username} in pool ${pool.name} is ${value}`);
  }

  /** Lets the user's password be a temporary one, from now on for as long as the pool says. */
  makeTemporary(pool: Pool, user: User): void {
    const validityMs = pool.passwordPolicy.temporaryValidityDays * DAY_MS;
    user.temporaryPasswordExpiresAtMs = this.kernel.clock.now() + validityMs;
    user.status = "FORCE_CHANGE_PASSWORD";
  }

  /** @throws AwsError CodeMismatchException, ExpiredCodeException */
  takeCode(user: User, purpose: CodePurpose, given: string): void {
    const code: Code | undefined = user.codes.get(purpose);
    if (code === undefined || code.expiresAtMs <= this.kernel.clock.now()) {
      throw new AwsError("ExpiredCodeException", "Invalid code provided, please request a code again.");
    }
    if (code.value !== given) {
      throw codeMismatch();
    }
    user.codes.delete(purpose);
  }

  private verifier(pool: Pool, username: string, password: string) {
    return makeVerifier(pool.id, username, password, this.chance.text(32));
  }
}

/** What a wrong code is answered. */
export function codeMismatch(): AwsError {
  return new AwsError("CodeMismatchException", "Invalid verification code provided, please try again.");
}

/** @throws AwsError NotAuthorizedException when the client has a secret and the hash is missing or wrong */
export function checkSecretHash(client: Client, username: string, given: string | undefined): void {
  if (client.secret === undefined) return;
  if (given === undefined) {
    const text = `Client ${client.id} is configured with secret but SECRET_HASH was not received`;
    throw new AwsError("NotAuthorizedException", text);
  }
  const expected = createHmac("sha256", client.secret)
    .update(username + client.id)
    .digest("base64");
  if (given !== expected) {
    throw new AwsError("NotAuthorizedException", `Unable to verify secret hash for client ${client.id}`);
  }
}

/** A user as the admin API lists it; the attributes' name differs by operation. */
export function describeUser(user: User) {
  return {
    Username: user.username,
    UserCreateDate: user.createdAtMs / 1000,
    UserLastModifiedDate: user.modifiedAtMs / 1000,
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}
