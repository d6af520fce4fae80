import { numberOr } from "./engine/arguments";
import { mappings } from "./engine/event-sources";
import type { Rule } from "./engine/rule";

const MAX_TIMEOUT_SECONDS = 900;
const DEFAULT_TIMEOUT_SECONDS = 3;

/** Construct metadata of a mapping: seconds that its function takes per message, where that is known. */
export const SECONDS_PER_MESSAGE_METADATA = "platform:seconds-per-message";

/** A batch is worked before Lambda stops the function. */
export const batchTime: Rule = {
  id: "batch-time",
  title: "A full batch can be worked within the function's timeout, 15 minutes at most.",
  why: "A function that is stopped halfway through a batch has every message of it delivered again, and never gets to the end.",
  source: {
    title: "Lambda quotas",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
  },
  mend: 'Lower batch_size, or raise the function\'s timeout, to 900 s at most. How long a message takes is said by secondsPerMessage of the module QueueConsumer, or by mapping.node.addMetadata("platform:seconds-per-message", 2).',
  *check(stack) {
    for (const at of stack.all("aws_lambda_function")) {
      const timeout = numberOr(at.args["timeout"], DEFAULT_TIMEOUT_SECONDS);
      if (timeout !== undefined && timeout > MAX_TIMEOUT_SECONDS) {
        yield {
          at,
          detail: `has a timeout of ${timeout} s; Lambda stops every function after ${MAX_TIMEOUT_SECONDS} s.`,
        };
      }
    }
    for (const {
      poller: at,
      kind,
      functions: [fn],
    } of mappings(stack)) {
      const batch = numberOr(at.args["batch_size"], kind === "queue" ? 10 : 100);
      const perMessage = at.metadata[SECONDS_PER_MESSAGE_METADATA];
      const timeout = fn === undefined ? undefined : numberOr(fn.args["timeout"], DEFAULT_TIMEOUT_SECONDS);
      if (typeof perMessage !== "number" || batch === undefined || timeout === undefined) continue;
      if (batch * perMessage > timeout) {
        yield {
          at,
          detail: `takes batches of ${batch} at ${perMessage} s per message, ${batch * perMessage} s in all; its function is stopped after ${timeout} s.`,
        };
      }
    }
  },
};
