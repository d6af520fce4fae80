import { isExpression, listOf } from "./engine/arguments";
import { mappings } from "./engine/event-sources";
import type { Rule } from "./engine/rule";

/** One bad message does not bring back its batch. */
export const partialBatchResponses: Rule = {
  id: "partial-batch-responses",
  title:
    "Every event source mapping of a queue or stream reports the items that failed; pipes do so by themselves.",
  why: "Otherwise one failing message makes all of its batch be delivered again, what was done is done twice, and good messages end as dead letters.",
  source: {
    title: "Handling errors for an SQS event source in Lambda",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html",
  },
  mend: 'Use the module QueueConsumer, or set function_response_types to ["ReportBatchItemFailures"] and answer with batchItemFailures.',
  *check(stack) {
    for (const { poller: at, kind } of mappings(stack)) {
      const types = at.args["function_response_types"];
      if (kind === undefined || isExpression(types)) continue;
      if (!listOf(types).includes("ReportBatchItemFailures")) {
        yield { at, detail: `polls a ${kind} without ReportBatchItemFailures.` };
      }
    }
  },
};
