import { isTrue, numberOr } from "./engine/arguments";
import { mappings } from "./engine/event-sources";
import type { Rule } from "./engine/rule";

/** Largest batch of a standard queue without a window, and of a FIFO queue at all. */
const SMALL_BATCH = 10;

/** Lambda will take the batches. */
export const batchSize: Rule = {
  id: "batch-size",
  title: "A queue's batch has at most 10 messages, or a standard queue and a batching window.",
  why: "AWS refuses other mappings at apply, halfway through the changes.",
  source: {
    title: "Creating and configuring an Amazon SQS event source mapping",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
  },
  mend: "Lower batch_size to 10, or set maximum_batching_window_in_seconds to 1 or more; leave the window out for a FIFO queue.",
  *check(stack) {
    for (const { poller: at, kind, queue } of mappings(stack)) {
      const batch = numberOr(at.args["batch_size"], SMALL_BATCH);
      const window = numberOr(at.args["maximum_batching_window_in_seconds"], 0);
      if (kind !== "queue" || batch === undefined || window === undefined) continue;
      if (isTrue(queue?.args["fifo_queue"])) {
        if (batch > SMALL_BATCH) yield { at, detail: `takes batches of ${batch} from a FIFO queue.` };
        if (window > 0) yield { at, detail: `waits ${window} s for a batch of a FIFO queue.` };
      } else if (batch > SMALL_BATCH && window < 1) {
        yield { at, detail: `takes batches of ${batch} without a batching window.` };
      }
    }
  },
};
