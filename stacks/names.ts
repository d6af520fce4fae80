import type { Environment } from "../environments/environment";
import { physicalName } from "../modules/naming";

/** Services and things that more than one stack refers to, always by a name derived from these. */
export const EVENT_BUS = "shop";
export const PRICE_CHANGES = { service: "product", name: "price-changes" } as const;
export const ALARMS = { service: "platform", name: "alarms" } as const;

/** ARN of the topic that the catalog announces prices on. */
export function priceTopicArn(environment: Environment): string {
  return topicArn(environment, PRICE_CHANGES);
}

/** ARN of the topic that every alarm of the environment goes to. */
export function alarmTopicArn(environment: Environment): string {
  return topicArn(environment, ALARMS);
}

function topicArn(environment: Environment, topic: { readonly service: string; readonly name: string }) {
  const name = physicalName(environment.name, topic.service, topic.name, "topic");
  return `arn:aws:sns:${environment.region}:${environment.accountId}:${name}`;
}
