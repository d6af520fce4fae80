import { CognitoAuth, type CognitoAuthProps } from "../../modules/cognito-auth";
import { refusal, synth } from "./synthesis";

const PROPS: CognitoAuthProps = { name: "shop", clients: [{ name: "web" }] };
const CATALOG = { identifier: "catalog", scopes: { write: "Change products" } };
const MACHINE: CognitoAuthProps = {
  ...PROPS,
  clients: [{ name: "partner", kind: "machine", scopes: ["catalog/write"] }],
  resourceServers: [CATALOG],
  domainPrefix: "test-shop",
};

const MAILER = {
  from: "Shop <hello@shop.example.com>",
  identityArn: "arn:aws:ses:eu-central-1:111122223333:identity/shop.example.com",
};

describe("CognitoAuth", () => {
  test("asks for long passwords and a verified address, and is protected", () => {
    const pool = synth((scope) => new CognitoAuth(scope, "auth", PROPS)).one("aws_cognito_user_pool");

    expect(pool).toMatchObject({
      name: "test-shop",
      deletion_protection: "ACTIVE",
      auto_verified_attributes: ["email"],
      // Otherwise "ada" and "Ada" would be two people, and a basket's owner a matter of spelling.
      username_configuration: { case_sensitive: false },
      mfa_configuration: "OFF",
      password_policy: {
        minimum_length: 12,
        require_lowercase: true,
        require_uppercase: true,
        require_numbers: true,
        require_symbols: true,
      },
      admin_create_user_config: { allow_admin_create_user_only: false },
    });
    expect(pool).not.toHaveProperty("software_token_mfa_configuration");
  });

  test("follows the environment in deletion protection", () => {
    const stack = synth((scope) => new CognitoAuth(scope, "auth", PROPS), { deletionProtection: false });

    expect(stack.one("aws_cognito_user_pool")["deletion_protection"]).toBe("INACTIVE");
  });

  test.each([
    ["optional", "OPTIONAL"],
    ["required", "ON"],
  ] as const)("with %s second factor has an authenticator app", (mfa, configuration) => {
    const pool = synth((scope) => new CognitoAuth(scope, "auth", { ...PROPS, mfa })).one(
      "aws_cognito_user_pool",
    );

    expect(pool).toMatchObject({
      mfa_configuration: configuration,
      software_token_mfa_configuration: { enabled: true },
    });
  });

  test("mails through Amazon SES where a mailer is given", () => {
    const pool = (props: object) =>
      synth((scope) => new CognitoAuth(scope, "auth", { ...PROPS, ...props })).one("aws_cognito_user_pool");

    expect(pool({ mailer: MAILER })["email_configuration"]).toEqual({
      email_sending_account: "DEVELOPER",
      source_arn: MAILER.identityArn,
      from_email_address: MAILER.from,
    });
    expect(pool({})).not.toHaveProperty("email_configuration");
  });

  test("can keep registration to administrators", () => {
    const stack = synth((scope) => new CognitoAuth(scope, "auth", { ...PROPS, selfSignUp: false }));

    expect(stack.one("aws_cognito_user_pool")["admin_create_user_config"]).toEqual({
      allow_admin_create_user_only: true,
    });
  });

  test("signs users in through a client without a secret", () => {
    const client = synth((scope) => new CognitoAuth(scope, "auth", PROPS)).one(
      "aws_cognito_user_pool_client",
    );

    expect(client).toMatchObject({
      name: "test-shop-web",
      generate_secret: false,
      explicit_auth_flows: ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"],
      prevent_user_existence_errors: "ENABLED",
      enable_token_revocation: true,
      access_token_validity: 60,
      id_token_validity: 60,
      refresh_token_validity: 30,
      token_validity_units: [{ access_token: "minutes", id_token: "minutes", refresh_token: "days" }],
    });
  });

  test("gives a machine client the scopes of a resource server", () => {
    const stack = synth((scope) => new CognitoAuth(scope, "auth", MACHINE));

    expect(stack.one("aws_cognito_resource_server")).toMatchObject({
      identifier: "catalog",
      scope: [{ scope_name: "write", scope_description: "Change products" }],
    });
    expect(stack.one("aws_cognito_user_pool_client")).toMatchObject({
      generate_secret: true,
      allowed_oauth_flows: ["client_credentials"],
      allowed_oauth_scopes: ["catalog/write"],
      depends_on: [expect.stringMatching(/^aws_cognito_resource_server\./)],
    });
    expect(stack.one("aws_cognito_user_pool_domain")["domain"]).toBe("test-shop");
  });

  test("ranks groups in their order", () => {
    const groups = [
      { name: "admin", description: "Runs the shop" },
      { name: "staff", description: "Works in the shop" },
    ];

    const stack = synth((scope) => new CognitoAuth(scope, "auth", { ...PROPS, groups }));

    expect(stack.all("aws_cognito_user_group").map(({ name, precedence }) => [name, precedence])).toEqual([
      ["admin", 0],
      ["staff", 1],
    ]);
  });

  test("tells issuer and client ids, and which clients there are", () => {
    synth((scope) => {
      const auth = new CognitoAuth(scope, "auth", PROPS);

      expect(auth.issuer).toMatch(
        /^https:\/\/cognito-idp\.eu-central-1\.amazonaws\.com\/\$\{TfToken\[.*\]\}$/,
      );
      expect(auth.tokenUrl).toBeUndefined();
      expect(new CognitoAuth(scope, "machines", MACHINE).tokenUrl).toMatch(
        /^https:\/\/\$\{TfToken\[.*\]\}\.auth\.eu-central-1\.amazoncognito\.com\/oauth2\/token$/,
      );
      expect(auth.clientId("web")).toContain("TfToken");
      expect(() => auth.clientId("app")).toThrow('stack/auth: there is no client "app". Known clients: web.');
    });
  });

  const client = (props: object) => ({ clients: [{ name: "web", ...props }] });
  const machine = (props: object) => ({
    ...MACHINE,
    clients: [{ name: "partner", kind: "machine" as const, ...props }],
  });
  const group = (...names: string[]) => ({ groups: names.map((name) => ({ name, description: name })) });
  test.each<[Partial<CognitoAuthProps>, Partial<CognitoAuthProps>, string]>([
    [
      { passwordMinLength: 8 },
      { passwordMinLength: 7 },
      "passwordMinLength is 7; it must be a whole number from 8 to 99.",
    ],
    [{ passwordMinLength: 99 }, { passwordMinLength: 100 }, "passwordMinLength is 100"],
    [client({}), { clients: [] }, "clients is empty; nobody could sign in. Name at least one."],
    [client({ tokenMinutes: 5 }), client({ tokenMinutes: 4 }), "tokenMinutes of client web is 4"],
    [client({ tokenMinutes: 1440 }), client({ tokenMinutes: 1441 }), "tokenMinutes of client web is 1441"],
    [client({ refreshDays: 3650 }), client({ refreshDays: 3651 }), "refreshDays of client web is 3651"],
    [client({}), client({ scopes: ["a/b"] }), "client web signs users in and has scopes"],
    [MACHINE, machine({}), "machine client partner has no scopes; it could not ask for any token."],
    [
      MACHINE,
      machine({ scopes: ["catalog/read"] }),
      'scope "catalog/read", which no resource server defines. Known scopes: catalog/write.',
    ],
    [
      { domainPrefix: "a" },
      { domainPrefix: "-a" },
      'domainPrefix is "-a"; it must be 1 to 63 of a-z, 0-9 and hyphens',
    ],
    [
      { mailer: MAILER },
      { mailer: { ...MAILER, from: "Shop" } },
      'mailer.from is "Shop"; it must be an address, or a name and an address: "Shop <hello@shop.example.com>".',
    ],
    [
      { mailer: { ...MAILER, from: "hello@shop.example.com" } },
      { mailer: { ...MAILER, identityArn: "shop.example.com" } },
      'mailer.identityArn is "shop.example.com"; it must be the ARN of an identity of Amazon SES',
    ],
    [
      { domainPrefix: "shop" },
      { domainPrefix: "shop-on-aws" },
      'domainPrefix is "shop-on-aws", which contains "aws"; AWS keeps aws, amazon, cognito for itself.',
    ],
    [group("a", "b"), group("a", "a"), "groups has a name twice (a, a); give each a name of its own."],
    [group("admin"), group("Admin"), 'groups has "Admin"; names must be kebab-case'],
  ])("takes %j and refuses %j", (good, bad, text) => {
    expect(refusal((scope) => new CognitoAuth(scope, "auth", { ...PROPS, ...good }))).toEqual([]);
    expect(refusal((scope) => new CognitoAuth(scope, "auth", { ...PROPS, ...bad }))).toEqual([
      expect.stringContaining(text),
    ]);
  });

  test("refuses a machine client without a host to fetch tokens from", () => {
    const { domainPrefix: _, ...rest } = MACHINE;

    expect(refusal((scope) => new CognitoAuth(scope, "auth", rest))).toEqual([
      "machine client partner needs domainPrefix: the host where it fetches its tokens.",
    ]);
  });
});
