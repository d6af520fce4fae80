import { type Arguments, block, numberOr } from "./engine/arguments";
import { mappingsTo } from "./engine/event-sources";
import type { Rule } from "./engine/rule";

/** The least that Lambda takes as maximum_concurrency. */
const LEAST_CONCURRENCY = 2;

/** What Lambda polls for a function fits into what the function reserves. */
export const consumerConcurrency: Rule = {
  id: "consumer-concurrency",
  title:
    "A function with reserved concurrency works queues with maximum concurrencies whose sum its reservation holds.",
  why: "What Lambda polls beyond the reservation is throttled and goes back to the queue; after some rounds it is a dead letter that nobody has worked.",
  source: {
    title: "Configuring scaling behavior for SQS event source mappings",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html",
  },
  mend: "Raise reserved_concurrent_executions, lower scaling_config.maximum_concurrency of the mappings (2 is the least), or reserve nothing.",
  *check(stack) {
    for (const at of stack.all("aws_lambda_function")) {
      const reserved = numberOr(at.args["reserved_concurrent_executions"], -1);
      // -1 is no reservation. A function that is switched off (0) keeps its messages in the queue.
      if (reserved === undefined || reserved <= 0) continue;
      const queues = mappingsTo(at).filter(({ kind }) => kind === "queue");
      const sum = queues.reduce((total, { args }) => total + mostPolled(args), 0);
      if (sum <= reserved) continue;
      const polled =
        sum === Number.POSITIVE_INFINITY ? "without a bound" : `with ${sum} batches at the same time`;
      const of = queues.length === 1 ? "its queue is" : `its ${queues.length} queues are`;
      yield { at, detail: `reserves ${reserved}; ${of} polled ${polled}.` };
    }
  },
};

/** Batches of a queue that are worked at the same time; the least where that is not known. */
function mostPolled(mapping: Arguments): number {
  if (block(mapping, "provisioned_poller_config") !== undefined) return LEAST_CONCURRENCY;
  const stated = block(mapping, "scaling_config")?.["maximum_concurrency"];
  return numberOr(stated, Number.POSITIVE_INFINITY) ?? LEAST_CONCURRENCY;
}
