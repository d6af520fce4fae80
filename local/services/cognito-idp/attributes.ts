import { AwsError } from "../../kernel/errors";
import type { Pool, User } from "./state";

/** A list of attributes as the API takes and gives it. */
export type AttributeList = readonly { readonly Name: string; readonly Value?: string }[];

/** What a pool says about one of its attributes. */
export interface AttributeRule {
  /** Whether it can be changed after the user was made. */
  readonly mutable: boolean;
  /** Whether nobody can sign up without it. */
  readonly required: boolean;
}

/** Users by themselves, through a client, or an administrator of the pool. */
export type AttributeWriter = "client" | "administrator";

/** The standard attributes, which every pool has. */
const STANDARD = [
  "address",
  "birthdate",
  "email",
  "family_name",
  "gender",
  "given_name",
  "locale",
  "middle_name",
  "name",
  "nickname",
  "phone_number",
  "picture",
  "preferred_username",
  "profile",
  "updated_at",
  "website",
  "zoneinfo",
];

/** What says whether an address was verified; only the pool and administrators may say so. */
const VERIFIED = ["email_verified", "phone_number_verified"];

/**
 * The attributes of a pool by name.
 * @param declared - what the pool says of standard attributes and, without `custom:`, of its own
 */
export function attributeRules(
  declared: readonly ({ readonly name: string } & AttributeRule)[],
): ReadonlyMap<string, AttributeRule> {
  const optional: AttributeRule = { mutable: true, required: false };
  const rules = new Map([...STANDARD, ...VERIFIED, "sub"].map((name) => [name, optional]));
  for (const { name, mutable, required } of declared) {
    rules.set(rules.has(name) ? name : `custom:${name}`, { mutable, required });
  }
  rules.set("sub", { mutable: false, required: false });
  return rules;
}

/**
 * Attributes that a user is made with.
 * @throws AwsError InvalidParameterException naming each that the pool's schema does not take,
 * NotAuthorizedException for one that clients may not write
 */
export function newAttributes(
  pool: Pool,
  list: AttributeList | undefined,
  writer: AttributeWriter,
): Map<string, string> {
  const attributes = new Map((list ?? []).map(({ Name, Value }) => [Name, Value ?? ""]));
  const problems = [...attributes.keys()].flatMap((name) => {
    if (!pool.attributes.has(name)) return `${name}: Attribute does not exist in the schema.\n`;
    // The pool chooses it.
    return name === "sub" ? `${name}: Attribute cannot be updated.\n` : [];
  });
  refuse("Attributes did not conform to the schema: ", problems);
  checkWriter(attributes, writer);
  return attributes;
}

/**
 * Refuses a sign-up that lacks what the pool requires; administrators may leave it to the user.
 * @throws AwsError InvalidParameterException naming each attribute that is missing
 */
export function checkRequired(pool: Pool, attributes: ReadonlyMap<string, string>): void {
  const missing = [...pool.attributes].filter(([name, { required }]) => required && !attributes.has(name));
  refuse(
    "Attributes did not conform to the schema: ",
    missing.map(([name]) => `${name}: The attribute is required\n`),
  );
}

/**
 * Changes attributes of a user; an empty value removes one. A new address is not verified, unless an administrator
 * says so.
 * @throws AwsError InvalidParameterException naming each that the pool's schema does not take,
 * NotAuthorizedException for one that clients may not write, AliasExistsException for an address by which somebody else
 * signs in; then nothing was changed
 */
export function changeAttributes(pool: Pool, user: User, list: AttributeList, writer: AttributeWriter): void {
  const changes = new Map(list.map(({ Name, Value }) => [Name, Value ?? ""]));
  const problems = [...changes.keys()].flatMap((name) => {
    const rule = pool.attributes.get(name);
    if (rule === undefined) return `user.${name}: Attribute does not exist in the schema.\n`;
    return rule.mutable ? [] : `user.${name}: Attribute cannot be updated.\n`;
  });
  refuse("", problems);
  checkWriter(changes, writer);
  for (const name of pool.usernameAttributes) checkFree(pool, user, name, changes.get(name));
  for (const [name, value] of changes) {
    const verified = `${name}_verified`;
    const moved = VERIFIED.includes(verified) && user.attributes.get(name) !== value;
    if (moved) user.attributes.set(verified, "false");
    if (value === "") user.attributes.delete(name);
    else user.attributes.set(name, value);
  }
  // Later, since an administrator may say so before the address itself.
  for (const name of VERIFIED) {
    const value = changes.get(name);
    if (value !== undefined) user.attributes.set(name, value);
  }
}

/** A user's attributes as the API lists them. */
export function attributeList(user: User): { Name: string; Value: string }[] {
  return [...user.attributes].map(([Name, Value]) => ({ Name, Value }));
}

function checkFree(pool: Pool, user: User, name: string, value: string | undefined): void {
  if (value === undefined || value === "") return;
  for (const other of pool.users.values()) {
    if (other === user || other.attributes.get(name)?.toLowerCase() !== value.toLowerCase()) continue;
    throw new AwsError("AliasExistsException", `An account with the ${name} already exists.`);
  }
}

function checkWriter(attributes: ReadonlyMap<string, string>, writer: AttributeWriter): void {
  if (writer === "administrator" || !VERIFIED.some((name) => attributes.has(name))) return;
  throw new AwsError("NotAuthorizedException", "A client attempted to write unauthorized attribute");
}

function refuse(opening: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new AwsError("InvalidParameterException", opening + problems.join(""));
}
