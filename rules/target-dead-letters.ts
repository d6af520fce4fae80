import { block, isGiven } from "./engine/arguments";
import { deadLetterArn } from "./engine/dead-letters";
import type { Rule } from "./engine/rule";

/** A target of a rule or schedule keeps what it could not deliver. */
export const targetDeadLetters: Rule = {
  id: "target-dead-letters",
  title: "Every target of an EventBridge rule or schedule has a dead-letter queue.",
  why: "EventBridge drops an event when its retries are used up, by default after 24 hours, or at once when it may not call the target.",
  source: {
    title: "Using dead-letter queues to process undelivered events in EventBridge",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
  },
  mend: "Use the module EventBusTarget, or set dead_letter_config with the queue's arn.",
  *check(stack) {
    for (const at of stack.all("aws_cloudwatch_event_target", "aws_scheduler_schedule")) {
      const target = at.type === "aws_scheduler_schedule" ? (block(at.args, "target") ?? {}) : at.args;
      if (!isGiven(deadLetterArn(target))) yield { at, detail: "has no dead_letter_config." };
    }
  },
};
