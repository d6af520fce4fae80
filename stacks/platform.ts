import type { App } from "cdktf";
import { ApiAccount } from "../modules/api-account";
import { CognitoAuth } from "../modules/cognito-auth";
import { EventBus } from "../modules/event-bus";
import { RequestSampling } from "../modules/request-sampling";
import { Topic } from "../modules/topic";
import { EnvironmentStack, type StackSettings } from "./environment-stack";
import { ALARMS, EVENT_BUS, PLATFORM } from "./names";

/** The user pool is the shop's, and its client the shop's web pages. */
const USER_POOL = "shop";
const WEB = "web";

/** Whose tokens an API takes. */
export interface TokenIssuer {
  readonly issuer: string;
  /** Ids of the app clients that the tokens are for. */
  readonly audience: readonly string[];
}

/** What the services of an environment share: users, the event bus, alarms, and the account's settings for APIs. */
export class PlatformStack extends EnvironmentStack {
  readonly userPoolArn: string;
  readonly tokenIssuer: TokenIssuer;

  constructor(app: App, settings: StackSettings) {
    super(app, settings, "platform");
    const { name, region, accountId, tracingShare, apiGatewayAccount } = this.environment;

    new EventBus(this, "event-bus", { name: EVENT_BUS });
    new Topic(this, "alarms", {
      ...ALARMS,
      servicePublishers: [
        {
          service: "cloudwatch.amazonaws.com",
          sourceArn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}-*`,
        },
      ],
    });
    new RequestSampling(this, "sampling", { share: tracingShare });
    if (apiGatewayAccount === "create") new ApiAccount(this, "api-account", { service: PLATFORM });

    const users = new CognitoAuth(this, "users", {
      name: USER_POOL,
      clients: [{ name: WEB }],
      groups: [{ name: "admin", description: "Keeps the catalog and sees every basket and order." }],
    });
    const clientId = users.clientId(WEB);
    this.userPoolArn = users.userPoolArn;
    this.tokenIssuer = { issuer: users.issuer, audience: [clientId] };
    this.output("user_pool_id", users.userPoolId, "Pool in which users sign up.");
    this.output("user_pool_client_id", clientId, "App client that signs users in.");
  }
}
