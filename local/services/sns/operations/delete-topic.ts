import { text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { checkArn } from "../lookup";
import { snsInput } from "../members";
import type { Topics } from "../state";

/** Deletes a topic and its subscriptions; one that is gone already, too. */
export function deleteTopic(topics: Topics): Operation<{ readonly TopicArn: string }, object> {
  return {
    name: "DeleteTopic",
    checkInput: snsInput({ TopicArn: text() }),
    access: (input) => [{ action: "sns:DeleteTopic", resource: String(input.TopicArn) }],
    run(input) {
      checkArn(input.TopicArn, "TopicArn");
      topics.delete(input.TopicArn);
      return {};
    },
  };
}
