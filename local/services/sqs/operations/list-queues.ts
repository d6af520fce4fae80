import { integer, text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { sqsInput } from "../members";
import { pageOf } from "../page";
import type { Queues } from "../queues";

interface Input {
  readonly QueueNamePrefix?: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface Output {
  readonly QueueUrls?: readonly string[];
  readonly NextToken?: string;
}

/** Lists the URLs of the queues, by name. */
export function listQueues(queues: Queues): Operation<Input, Output> {
  return {
    name: "ListQueues",
    checkInput: sqsInput({ QueueNamePrefix: text(), MaxResults: integer(), NextToken: text() }),
    traced: false,
    access: () => [{ action: "sqs:ListQueues", resource: "*" }],
    run({ QueueNamePrefix = "", MaxResults, NextToken }) {
      const urls = queues
        .all()
        .filter(({ name }) => name.startsWith(QueueNamePrefix))
        .map((queue) => queues.url(queue))
        .sort();
      const { items, nextToken } = pageOf(urls, MaxResults, NextToken);
      return {
        ...(items.length === 0 ? {} : { QueueUrls: items }),
        // Without MaxResults SQS gives no token, however many queues are left.
        ...(nextToken === undefined || MaxResults === undefined ? {} : { NextToken: nextToken }),
      };
    },
  };
}
