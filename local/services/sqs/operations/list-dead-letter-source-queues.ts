import { integer, text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { sqsInput } from "../members";
import { pageOf } from "../page";
import type { Queues } from "../queues";

interface Input {
  readonly QueueUrl: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface Output {
  /** In lower case, unlike in ListQueues: so it stands in the API. */
  readonly queueUrls: readonly string[];
  readonly NextToken?: string;
}

/** Lists the queues that have a queue as their dead-letter queue. */
export function listDeadLetterSourceQueues(queues: Queues): Operation<Input, Output> {
  return {
    name: "ListDeadLetterSourceQueues",
    checkInput: sqsInput({ QueueUrl: text(), MaxResults: integer(), NextToken: text() }),
    traced: false,
    access: (input) => [
      { action: "sqs:ListDeadLetterSourceQueues", resource: queues.byUrl(input.QueueUrl).arn },
    ],
    run({ QueueUrl, MaxResults, NextToken }) {
      const urls = queues
        .sourcesOf(queues.byUrl(QueueUrl))
        .map((queue) => queues.url(queue))
        .sort();
      const { items, nextToken } = pageOf(urls, MaxResults, NextToken);
      return { queueUrls: items, ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
    },
  };
}
