import type { App } from "cdktf";
import { ApiAccount } from "../modules/api-account";
import { CognitoAuth } from "../modules/cognito-auth";
import { EventBus } from "../modules/event-bus";
import { RequestSampling } from "../modules/request-sampling";
import { Topic } from "../modules/topic";
import { EnvironmentStack, type StackSettings } from "./environment-stack";
import { ALARMS, EVENT_BUS } from "./names";

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
    const { name, region, accountId, tracingShare } = this.environment;

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
    new ApiAccount(this, "api-account");

    const auth = new CognitoAuth(this, "users", { name: EVENT_BUS, groups: ["admin"], clients: ["web"] });
    this.userPoolArn = auth.userPoolArn;
    this.tokenIssuer = { issuer: auth.issuer, audience: [auth.clientId] };
    this.output("user_pool_id", auth.userPoolId, "Pool in which users sign up.");
    this.output("user_pool_client_id", auth.clientId, "App client that signs users in.");
  }
}
