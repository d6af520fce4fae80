import { onFailureOf } from "./engine/dead-letters";
import { eventSources } from "./engine/event-sources";
import type { Rule } from "./engine/rule";
import { numberOr } from "./engine/stack-view";

/** One bad record does not stop a stream. */
export const streamBounds: Rule = {
  id: "stream-bounds",
  title: "A stream's mapping halves failing batches, bounds retries and age, and keeps what it gave up.",
  why: "By default Lambda retries a failing batch until its records expire; until then the shard stands still, and then they are lost.",
  source: {
    title: "How Lambda processes records from stream and queue-based event sources",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html",
  },
  mend: "Set bisect_batch_on_function_error, maximum_retry_attempts, maximum_record_age_in_seconds and destination_config.on_failure.",
  *check(stack) {
    for (const { mapping: at, kind } of eventSources(stack)) {
      if (kind !== "stream") continue;
      const missing = [
        at.args["bisect_batch_on_function_error"] === true ? [] : ["bisect_batch_on_function_error"],
        bounded(at.args["maximum_retry_attempts"]) ? [] : ["a bound in maximum_retry_attempts"],
        bounded(at.args["maximum_record_age_in_seconds"]) ? [] : ["a bound in maximum_record_age_in_seconds"],
        onFailureOf(at.args) === undefined ? ["destination_config.on_failure"] : [],
      ].flat();
      if (missing.length > 0) yield { at, detail: `polls a stream without ${missing.join(", ")}.` };
    }
  },
};

/** -1, which is the default, stands for no bound. */
function bounded(value: unknown): boolean {
  const number = numberOr(value, -1);
  return number === undefined || number >= 0;
}
