import { text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { snsInput } from "../members";
import { pageOf } from "../page";
import type { Topics } from "../state";

interface Output {
  readonly Topics: readonly { readonly TopicArn: string }[];
  readonly NextToken?: string;
}

/** Lists the ARNs of the topics. */
export function listTopics(topics: Topics): Operation<{ readonly NextToken?: string }, Output> {
  return {
    name: "ListTopics",
    checkInput: snsInput({ NextToken: text() }),
    traced: false,
    access: () => [{ action: "sns:ListTopics", resource: "*" }],
    run({ NextToken }) {
      const arns = topics
        .all()
        .map(({ arn }) => arn)
        .sort();
      const { items, next } = pageOf(arns, NextToken);
      return { Topics: items.map((TopicArn) => ({ TopicArn })), ...next };
    },
  };
}
