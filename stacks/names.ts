import type { Environment } from "../environments/environment";
import { physicalName } from "../modules/naming";

// What more than one stack refers to, always by a name derived from these.

/** The service of what belongs to all services. */
export const PLATFORM = "platform";
export const EVENT_BUS = "shop";
export const PRICE_CHANGES = { service: "product", name: "price-changes" } as const;
export const ALARMS = { service: PLATFORM, name: "alarms" } as const;

/** The stacks that are about Terraform itself; `bootstrap` deploys them, not the pipeline. */
export const STATE = "state";
export const PIPELINE = "pipeline";
/** The branch whose commits are deployed. */
export const DEPLOYED_BRANCH = "main";

/** ARN of the topic that every alarm of the environment goes to. */
export function alarmTopicArn(environment: Environment): string {
  const name = physicalName(environment.name, ALARMS.service, ALARMS.name, "topic");
  return `arn:aws:sns:${environment.region}:${environment.accountId}:${name}`;
}
