import * as z from "zod";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { block, bool, number } from "../../../terraform/arguments";
import type { Pools } from "../state";

const ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

const UNIT_SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

const unit = z.enum(["seconds", "minutes", "hours", "days"]);

const AUTH_FLOWS = [
  "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  "ALLOW_CUSTOM_AUTH",
  "ALLOW_REFRESH_TOKEN_AUTH",
  "ALLOW_USER_AUTH",
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_USER_SRP_AUTH",
] as const;

/** The names of flows before `ALLOW_`. */
const LEGACY_AUTH_FLOWS = ["ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY", "USER_PASSWORD_AUTH"] as const;

/** How long tokens can hold, in seconds: 5 minutes to a day, refresh tokens an hour to ten years. */
const VALIDITY_RANGES = {
  access_token: { least: 300, most: 86_400, words: "5 minutes to 1 day" },
  id_token: { least: 300, most: 86_400, words: "5 minutes to 1 day" },
  refresh_token: { least: 3600, most: 315_360_000, words: "60 minutes to 10 years" },
} as const;

const TOKENS = ["access_token", "id_token", "refresh_token"] as const;

const argumentsOfClient = z.strictObject({
  name: z.string(),
  user_pool_id: z.string(),
  generate_secret: bool.default(false),
  explicit_auth_flows: z
    .array(z.enum([...AUTH_FLOWS, ...LEGACY_AUTH_FLOWS]))
    .refine((flows) => new Set(flows.map((flow) => flow.startsWith("ALLOW_"))).size < 2, {
      error: "flows are named with ALLOW_ or without it, not both in one client",
    })
    .default(["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"]),
  access_token_validity: number.default(1),
  id_token_validity: number.default(1),
  refresh_token_validity: number.default(30),
  token_validity_units: block(
    z
      .strictObject({
        access_token: unit.default("hours"),
        id_token: unit.default("hours"),
        refresh_token: unit.default("days"),
      })
      .prefault({}),
  ),
  prevent_user_existence_errors: z.enum(["ENABLED", "LEGACY"]).default("LEGACY"),
  enable_token_revocation: bool.optional(),
  allowed_oauth_flows: z.array(z.enum(["code", "implicit", "client_credentials"])).default([]),
  allowed_oauth_flows_user_pool_client: bool.default(false),
  allowed_oauth_scopes: z.array(z.string()).default([]),
  auth_session_validity: number.optional(),
  callback_urls: z.array(z.string()).optional(),
  logout_urls: z.array(z.string()).optional(),
  default_redirect_uri: z.string().optional(),
  read_attributes: z.array(z.string()).optional(),
  write_attributes: z.array(z.string()).optional(),
  supported_identity_providers: z.array(z.string()).optional(),
});

const schema = argumentsOfClient.superRefine((client, context) => {
  for (const token of TOKENS) {
    const { least, most, words } = VALIDITY_RANGES[token];
    const seconds = validitySeconds(client, token);
    if (seconds >= least && seconds <= most) continue;
    const message = `a token holds for ${words}, not for ${seconds} seconds`;
    context.addIssue({ code: "custom", path: [`${token}_validity`], message });
  }
});

const HOSTED_UI = "the hosted sign-in pages are not modelled; sign in through the API";

type Config = z.infer<typeof schema>;

/** aws_cognito_user_pool_client; its id follows from the address, so that it is the same at every start. */
export function userPoolClient(kernel: Kernel, pools: Pools): ResourceType<Config> {
  return {
    type: "aws_cognito_user_pool_client",
    arguments: schema,
    inert: {
      enable_token_revocation: "tokens can always be revoked",
      auth_session_validity: "challenges hold for three minutes, the default",
      callback_urls: HOSTED_UI,
      logout_urls: HOSTED_UI,
      default_redirect_uri: HOSTED_UI,
      read_attributes: "a client reads every attribute",
      write_attributes: "a client writes every attribute, save those that say what is verified",
      supported_identity_providers: "users sign in at the pool itself",
    },
    replacedBy: ["user_pool_id", "generate_secret"],
    apply(config, { address, prior }) {
      checkGrants(config);
      const pool = pools.pool(config.user_pool_id);
      const chance = kernel.chance.fork(address);
      const id = String(prior?.attributes["id"] ?? chance.text(26, ID_ALPHABET));
      const secret = config.generate_secret
        ? String(prior?.attributes["client_secret"] ?? chance.text(51, ID_ALPHABET))
        : undefined;
      pool.clients.set(id, {
        id,
        name: config.name,
        ...(secret === undefined ? {} : { secret }),
        authFlows: config.explicit_auth_flows,
        accessTokenSeconds: validitySeconds(config, "access_token"),
        idTokenSeconds: validitySeconds(config, "id_token"),
        refreshTokenSeconds: validitySeconds(config, "refresh_token"),
        hidesUserExistence: config.prevent_user_existence_errors === "ENABLED",
        oauthFlows: config.allowed_oauth_flows_user_pool_client ? config.allowed_oauth_flows : [],
        oauthScopes: config.allowed_oauth_scopes,
      });
      return { id, name: config.name, user_pool_id: pool.id, client_secret: secret ?? "" };
    },
    remove(config, attributes) {
      pools.pool(config.user_pool_id).clients.delete(String(attributes["id"]));
    },
  };
}

/** @throws AwsError InvalidOAuthFlowException where client credentials do not go with the rest */
function checkGrants({ allowed_oauth_flows: flows, generate_secret: hasSecret }: Config): void {
  if (!flows.includes("client_credentials")) return;
  if (flows.length > 1) {
    throw new AwsError(
      "InvalidOAuthFlowException",
      "client_credentials flow can not be selected along with code flow or implicit flow.",
    );
  }
  if (!hasSecret) {
    throw new AwsError(
      "InvalidOAuthFlowException",
      "client_credentials flow can not be selected if client does not have a client secret.",
    );
  }
}

function validitySeconds(client: Config, token: (typeof TOKENS)[number]): number {
  return client[`${token}_validity`] * (UNIT_SECONDS[client.token_validity_units[token]] ?? 1);
}
