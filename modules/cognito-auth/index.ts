import { CognitoResourceServer } from "@cdktf/provider-aws/lib/cognito-resource-server";
import { CognitoUserGroup } from "@cdktf/provider-aws/lib/cognito-user-group";
import { CognitoUserPool } from "@cdktf/provider-aws/lib/cognito-user-pool";
import { CognitoUserPoolDomain } from "@cdktf/provider-aws/lib/cognito-user-pool-domain";
import { Construct } from "constructs";
import { ConfigCheck } from "../config-check";
import { EnvironmentContext } from "../environment-context";
import { checkAuth, checkMailer } from "./auth-rules";
import { addClient, type ClientProps } from "./client";

export interface UserGroup {
  /** Name as it appears in the tokens' `cognito:groups`. */
  readonly name: string;
  readonly description: string;
}

export interface ResourceServer {
  /** What the scopes belong to, such as `catalog`; a scope is `<identifier>/<scope>`. */
  readonly identifier: string;
  /** Scope → what it allows, for people. */
  readonly scopes: Readonly<Record<string, string>>;
}

export interface CognitoAuthProps {
  /** What the pool is for, in kebab-case: `shop`. There is one of the name per environment. */
  readonly name: string;
  /** The applications that sign users in or act by themselves; at least one. */
  readonly clients: readonly ClientProps[];
  /**
   * Shortest password, 8 to 99 characters; it also needs both cases, a digit and a symbol.
   * @defaultValue 12
   */
  readonly passwordMinLength?: number;
  /**
   * Whether users have a second factor (an authenticator app).
   * @defaultValue "off"
   */
  readonly mfa?: "off" | "optional" | "required";
  /**
   * Whether people can register themselves.
   * @defaultValue true
   */
  readonly selfSignUp?: boolean;
  /** @defaultValue none */
  readonly groups?: readonly UserGroup[];
  /** @defaultValue none */
  readonly resourceServers?: readonly ResourceServer[];
  /**
   * First part of the host where machine clients fetch tokens; unique among all of AWS in the region.
   * Required where a client is of kind "machine".
   */
  readonly domainPrefix?: string;
  /**
   * Who mails the codes. Cognito itself sends few a day for a whole account, which is enough to try and too few to open
   * a shop; Amazon SES sends what its quota allows. The first pool of an account that does so makes a role, for which
   * whoever applies needs `iam:CreateServiceLinkedRole` for `email.cognito-idp.amazonaws.com`.
   * @defaultValue Cognito itself
   */
  readonly mailer?: Mailer;
}

/** An address of Amazon SES that a pool writes from. */
export interface Mailer {
  /** What users see as the sender: `Shop <hello@shop.example.com>`. */
  readonly from: string;
  /**
   * ARN of the address or its domain, verified in Amazon SES:
   * `arn:aws:ses:eu-central-1:111122223333:identity/shop.example.com`.
   */
  readonly identityArn: string;
}

const MFA = { off: "OFF", optional: "OPTIONAL", required: "ON" } as const;

/** A Cognito user pool with its clients, groups and scopes: who users are, and the tokens that say so. */
export class CognitoAuth extends Construct {
  /** Physical name of the pool. */
  readonly name: string;
  readonly userPoolId: string;
  readonly userPoolArn: string;
  /** What tokens carry as `iss`, and where their keys are found. */
  readonly issuer: string;
  /** Where machine clients fetch tokens; undefined without `domainPrefix`. */
  readonly tokenUrl: string | undefined;
  private readonly clientIds: ReadonlyMap<string, string>;

  /** @throws ModuleConfigError when a name, number or scope breaks the rules. */
  constructor(scope: Construct, id: string, props: CognitoAuthProps) {
    super(scope, id);
    const context = EnvironmentContext.of(this);
    const { clients, passwordMinLength = 12, mfa = "off", selfSignUp = true, domainPrefix } = props;
    const { groups = [], resourceServers = [], mailer } = props;

    const check = new ConfigCheck(this);
    this.name = check.physicalName("user pool", undefined, props.name);
    check.integer("passwordMinLength", passwordMinLength, 8, 99);
    checkAuth(check, { clients, groups, resourceServers, domainPrefix });
    checkMailer(check, mailer);
    check.done();

    const pool = new CognitoUserPool(this, "pool", {
      name: this.name,
      deletionProtection: context.deletionProtection ? "ACTIVE" : "INACTIVE",
      autoVerifiedAttributes: ["email"],
      usernameConfiguration: { caseSensitive: false },
      mfaConfiguration: MFA[mfa],
      ...(mfa === "off" ? {} : { softwareTokenMfaConfiguration: { enabled: true } }),
      passwordPolicy: {
        minimumLength: passwordMinLength,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: true,
        temporaryPasswordValidityDays: 7,
      },
      adminCreateUserConfig: { allowAdminCreateUserOnly: !selfSignUp },
      ...(mailer === undefined
        ? {}
        : {
            emailConfiguration: {
              emailSendingAccount: "DEVELOPER",
              sourceArn: mailer.identityArn,
              fromEmailAddress: mailer.from,
            },
          }),
      accountRecoverySetting: { recoveryMechanism: [{ name: "verified_email", priority: 1 }] },
    });
    this.userPoolId = pool.id;
    this.userPoolArn = pool.arn;
    this.issuer = `https://cognito-idp.${context.region}.amazonaws.com/${pool.id}`;

    for (const [precedence, { name, description }] of groups.entries()) {
      new CognitoUserGroup(this, `group-${name}`, { userPoolId: pool.id, name, description, precedence });
    }
    const servers = resourceServers.map(
      ({ identifier, scopes }) =>
        new CognitoResourceServer(this, `resource-server-${identifier}`, {
          userPoolId: pool.id,
          identifier,
          name: identifier,
          scope: Object.entries(scopes).map(([scopeName, scopeDescription]) => ({
            scopeName,
            scopeDescription,
          })),
        }),
    );
    const domain =
      domainPrefix === undefined
        ? undefined
        : new CognitoUserPoolDomain(this, "domain", { userPoolId: pool.id, domain: domainPrefix });
    this.tokenUrl =
      domain && `https://${domain.domain}.auth.${context.region}.amazoncognito.com/oauth2/token`;
    this.clientIds = new Map(
      clients.map((client) => [client.name, addClient(this, pool, this.name, client, servers).id]),
    );
  }

  /**
   * The id of a client: what tokens carry as `aud` (id token) or `client_id` (access token).
   *
   * @throws Error when there is no client of the name.
   */
  clientId(name: string): string {
    const id = this.clientIds.get(name);
    if (id === undefined) {
      throw new Error(
        `${this.node.path}: there is no client "${name}". Known clients: ${[...this.clientIds.keys()].join(", ")}.`,
      );
    }
    return id;
  }
}
