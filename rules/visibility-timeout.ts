import { numberOr } from "./engine/arguments";
import { type EventSource, mappings, pipes } from "./engine/event-sources";
import type { Rule } from "./engine/rule";

const FACTOR = 6;
const DEFAULT_VISIBILITY_SECONDS = 30;
const DEFAULT_TIMEOUT_SECONDS = 3;

/** A message stays hidden while it is worked and retried. */
export const visibilityTimeout: Rule = {
  id: "visibility-timeout",
  title:
    "A queue's visibility timeout is at least six timeouts of its function, or of both functions of a pipe, plus the batching window.",
  why: "A message that becomes visible while it is still being worked, or waits for a throttled invocation, is worked twice and counted toward its receives.",
  source: {
    title: "Creating and configuring an Amazon SQS event source mapping",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
  },
  mend: "Raise visibility_timeout_seconds of the queue, or lower the function's timeout.",
  *check(stack) {
    for (const source of [...mappings(stack), ...pipes(stack)]) {
      const { queue: at, functions } = source;
      if (at === undefined || functions.length === 0) continue;
      const visibility = numberOr(at.args["visibility_timeout_seconds"], DEFAULT_VISIBILITY_SECONDS);
      const timeout = timeoutOf(source);
      const window = numberOr(source.args["maximum_batching_window_in_seconds"], 0);
      if (visibility === undefined || timeout === undefined || window === undefined) continue;
      const needed = FACTOR * timeout + window;
      if (visibility < needed) {
        const of = functions.map(({ address }) => address).join(" and ");
        yield {
          at,
          detail: `has a visibility timeout of ${visibility} s; ${of} (timeout ${timeout} s, window ${window} s) needs ${needed} s.`,
        };
      }
    }
  },
};

/** Seconds that a batch may take on its way through the functions. */
function timeoutOf({ functions }: EventSource): number | undefined {
  return functions
    .map(({ args }) => numberOr(args["timeout"], DEFAULT_TIMEOUT_SECONDS))
    .reduce((sum, each) => (sum === undefined || each === undefined ? undefined : sum + each), 0);
}
