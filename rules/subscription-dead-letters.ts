import { isGiven } from "./engine/arguments";
import { jsonOf } from "./engine/policies";
import type { Rule } from "./engine/rule";

/** Subscriptions by which people are told; a mail that bounces is nothing to move back. */
const TO_PEOPLE = ["email", "email-json", "sms"];

/** A subscription keeps what it could not deliver. */
export const subscriptionDeadLetters: Rule = {
  id: "subscription-dead-letters",
  title: "Every SNS subscription has its own dead-letter queue; those that mail or text people need none.",
  why: "SNS drops a message when its retries are used up, or at once when the endpoint refuses it.",
  source: {
    title: "Amazon SNS dead-letter queues",
    url: "https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html",
  },
  mend: "Use the module TopicQueueChain, or set redrive_policy with deadLetterTargetArn.",
  *check(stack) {
    for (const at of stack.all("aws_sns_topic_subscription")) {
      const text = at.args["redrive_policy"];
      const redrive = jsonOf(text);
      // What cannot be read is the business of the rule readable-policies.
      const given = redrive === undefined ? isGiven(text) : isGiven(redrive["deadLetterTargetArn"]);
      if (!given && !TO_PEOPLE.includes(String(at.args["protocol"]))) {
        yield { at, detail: `delivers to ${String(at.args["protocol"])} without a redrive_policy.` };
      }
    }
  },
};
