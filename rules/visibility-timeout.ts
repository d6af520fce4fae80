import { eventSources } from "./engine/event-sources";
import type { Rule } from "./engine/rule";
import { numberOr } from "./engine/stack-view";

const FACTOR = 6;
const DEFAULT_VISIBILITY_SECONDS = 30;
const DEFAULT_TIMEOUT_SECONDS = 3;

/** A message stays hidden while it is worked and retried. */
export const visibilityTimeout: Rule = {
  id: "visibility-timeout",
  title: "A queue's visibility timeout is at least six function timeouts plus the batching window.",
  why: "A message that becomes visible while it is still being worked, or waits for a throttled invocation, is worked twice and counted toward its receives.",
  source: {
    title: "Creating and configuring an Amazon SQS event source mapping",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
  },
  mend: "Raise visibility_timeout_seconds of the queue, or lower the function's timeout.",
  *check(stack) {
    for (const { mapping, queue, fn } of eventSources(stack)) {
      if (queue === undefined || fn === undefined) continue;
      const visibility = numberOr(queue.args["visibility_timeout_seconds"], DEFAULT_VISIBILITY_SECONDS);
      const timeout = numberOr(fn.args["timeout"], DEFAULT_TIMEOUT_SECONDS);
      const window = numberOr(mapping.args["maximum_batching_window_in_seconds"], 0);
      if (visibility === undefined || timeout === undefined || window === undefined) continue;
      const needed = FACTOR * timeout + window;
      if (visibility < needed) {
        yield {
          at: queue,
          detail: `has a visibility timeout of ${visibility} s; ${fn.address} (timeout ${timeout} s, window ${window} s) needs ${needed} s.`,
        };
      }
    }
  },
};
