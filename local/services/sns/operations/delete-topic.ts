import type { Operation } from "../../../kernel/operation";
import type { Topics } from "../state";

/** Deletes a topic and its subscriptions; one that is gone already, too. */
export function deleteTopic(topics: Topics): Operation<{ readonly TopicArn: string }, object> {
  return {
    name: "DeleteTopic",
    access: (input) => [{ action: "sns:DeleteTopic", resource: input.TopicArn }],
    run(input) {
      topics.delete(input.TopicArn);
      return {};
    },
  };
}
