import type { IConstruct } from "constructs";
import { EnvironmentContext } from "../environment-context";

/** The longest that SQS keeps a message: 14 days, in seconds. */
export const DEAD_LETTER_RETENTION_SECONDS = 1_209_600;

/**
 * The ARN of a queue of this environment, from its name. A queue's own policy names the queue, and a
 * dead-letter queue names its source, which names it in turn: references would be circles.
 */
export function queueArn(construct: IConstruct, name: string): string {
  const { region, accountId } = EnvironmentContext.of(construct);
  return `arn:aws:sqs:${region}:${accountId}:${name}`;
}
