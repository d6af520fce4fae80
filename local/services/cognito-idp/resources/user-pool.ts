import * as z from "zod";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { block, blocks, bool, number } from "../../../terraform/arguments";
import { attributeRules } from "../attributes";
import { jwksPath } from "../jwks-endpoint";
import type { SigningKey } from "../signing-key";
import type { PasswordPolicy, Pool, Pools } from "../state";
import type { Tokens } from "../tokens";

const ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

const range = (least: number, most: number) =>
  number.refine((value) => Number.isInteger(value) && value >= least && value <= most, {
    error: ({ input }) => `${input} is not a whole number from ${least} to ${most}`,
  });

const passwordPolicy = z.strictObject({
  minimum_length: range(6, 99).default(8),
  require_lowercase: bool.default(true),
  require_uppercase: bool.default(true),
  require_numbers: bool.default(true),
  require_symbols: bool.default(true),
  temporary_password_validity_days: range(0, 365).default(7),
  password_history_size: range(0, 24).optional(),
});

const attribute = z.strictObject({
  name: z.string().min(1).max(20),
  attribute_data_type: z.enum(["String", "Number", "Boolean", "DateTime"]),
  mutable: bool.default(false),
  required: bool.default(false),
  developer_only_attribute: bool
    .refine((on) => !on, {
      error: "the local cloud does not model attributes for developers only: leave it out or false",
    })
    .optional(),
  string_attribute_constraints: z.unknown().optional(),
  number_attribute_constraints: z.unknown().optional(),
});

const argumentsOfPool = z.strictObject({
  name: z.string(),
  password_policy: block(passwordPolicy.prefault({})),
  mfa_configuration: z.enum(["OFF", "OPTIONAL", "ON"]).default("OFF"),
  auto_verified_attributes: z.array(z.enum(["email", "phone_number"])).default([]),
  alias_attributes: z.array(z.enum(["email", "phone_number", "preferred_username"])).default([]),
  username_attributes: z.array(z.enum(["email", "phone_number"])).default([]),
  username_configuration: block(z.strictObject({ case_sensitive: bool }).default({ case_sensitive: true })),
  admin_create_user_config: block(
    z.looseObject({ allow_admin_create_user_only: bool.default(false) }).prefault({}),
  ),
  account_recovery_setting: z.unknown().optional(),
  deletion_protection: z.string().optional(),
  email_configuration: z.unknown().optional(),
  email_verification_message: z.string().optional(),
  email_verification_subject: z.string().optional(),
  schema: blocks(attribute),
  software_token_mfa_configuration: block(z.strictObject({ enabled: bool })).optional(),
  tags: z.record(z.string(), z.string()).optional(),
  user_attribute_update_settings: z.unknown().optional(),
  user_pool_add_ons: z.unknown().optional(),
  user_pool_tier: z.string().optional(),
  verification_message_template: z.unknown().optional(),
});

const schema = argumentsOfPool.refine(
  (pool) => pool.alias_attributes.length === 0 || pool.username_attributes.length === 0,
  {
    error:
      "users are named by an attribute, or have aliases beside their name: set username_attributes or alias_attributes",
    path: ["alias_attributes"],
  },
);

type Config = z.infer<typeof schema>;

const VALUES_AS_GIVEN = "values of attributes are stored as given";

/** aws_cognito_user_pool; its id follows from the address, so that it is the same at every start. */
export function userPool(
  kernel: Kernel,
  pools: Pools,
  tokens: Tokens,
  key: SigningKey,
): ResourceType<Config> {
  return {
    type: "aws_cognito_user_pool",
    arguments: schema,
    inert: {
      account_recovery_setting: "codes always go to the log",
      deletion_protection: "a local pool is never deleted by accident: it lives as long as the cloud",
      email_configuration: "no mail is sent; codes go to the log",
      email_verification_message: "no mail is sent; codes go to the log",
      email_verification_subject: "no mail is sent; codes go to the log",
      "schema.attribute_data_type": VALUES_AS_GIVEN,
      "schema.number_attribute_constraints": VALUES_AS_GIVEN,
      "schema.string_attribute_constraints": VALUES_AS_GIVEN,
      tags: "for billing and search",
      user_attribute_update_settings: "attributes change at once",
      user_pool_add_ons: "threat protection has no local counterpart",
      user_pool_tier: "pricing",
      verification_message_template: "no mail is sent; codes go to the log",
    },
    replacedBy: ["name", "alias_attributes", "username_attributes", "username_configuration"],
    apply(config, { address, prior }) {
      checkSecondFactors(config);
      const id = String(
        prior?.attributes["id"] ?? `${kernel.region}_${kernel.chance.fork(address).text(9, ID_ALPHABET)}`,
      );
      if (prior === undefined) pools.add(newPool(kernel, id, config));
      const pool = pools.pool(id);
      pool.name = config.name;
      pool.passwordPolicy = readPolicy(config.password_policy);
      pool.mfa = config.mfa_configuration;
      pool.hasSoftwareTokens = config.software_token_mfa_configuration?.enabled ?? false;
      pool.adminCreatesUsersOnly = config.admin_create_user_config.allow_admin_create_user_only;
      pool.autoVerified = config.auto_verified_attributes;
      pool.aliases = config.alias_attributes;
      pool.attributes = attributeRules(config.schema);
      kernel.tokenIssuers.register(tokens.issuer(pool), () => ({ keys: [key.publicJwk] }));
      return {
        id,
        arn: pool.arn,
        name: pool.name,
        endpoint: `cognito-idp.${kernel.region}.amazonaws.com/${id}`,
        domain: pool.domain ?? "",
        creation_date: String(pool.createdAtMs),
        estimated_number_of_users: pool.users.size,
        jwks_uri: `${kernel.endpoint}${jwksPath(id)}`,
      };
    },
    remove(_config, attributes) {
      pools.remove(String(attributes["id"]));
    },
  };
}

function newPool(kernel: Kernel, id: string, config: Config): Pool {
  return {
    id,
    arn: kernel.arn("cognito-idp", `userpool/${id}`),
    createdAtMs: kernel.clock.now(),
    name: config.name,
    passwordPolicy: readPolicy(config.password_policy),
    mfa: config.mfa_configuration,
    hasSoftwareTokens: false,
    adminCreatesUsersOnly: false,
    autoVerified: [],
    aliases: [],
    attributes: attributeRules(config.schema),
    usernameAttributes: config.username_attributes,
    caseSensitive: config.username_configuration.case_sensitive,
    users: new Map(),
    groups: new Map(),
    clients: new Map(),
    resourceServers: new Map(),
    refreshGrants: new Map(),
    challenges: new Map(),
  };
}

/** @throws AwsError InvalidParameterException where users are asked for a second factor that none can have */
function checkSecondFactors({
  mfa_configuration: mfa,
  software_token_mfa_configuration: softwareTokens,
}: Config): void {
  if (mfa === "OFF" || softwareTokens?.enabled === true) return;
  throw new AwsError(
    "InvalidParameterException",
    softwareTokens === undefined
      ? "SMS configuration and Auto verification for phone_number are required when MFA is required/optional"
      : "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
  );
}

function readPolicy(policy: Config["password_policy"]): PasswordPolicy {
  return {
    minimumLength: policy.minimum_length,
    requireLowercase: policy.require_lowercase,
    requireUppercase: policy.require_uppercase,
    requireNumbers: policy.require_numbers,
    requireSymbols: policy.require_symbols,
    temporaryValidityDays: policy.temporary_password_validity_days,
  };
}
