import { isGiven, mayBe, numberOr } from "./engine/arguments";
import { deadLetterArn, onFailureOf } from "./engine/dead-letters";
import { mappings, pipes } from "./engine/event-sources";
import type { Rule } from "./engine/rule";

/** One bad record does not stop a stream. */
export const streamBounds: Rule = {
  id: "stream-bounds",
  title:
    "A mapping or pipe that polls a stream halves failing batches, bounds retries and age, and keeps what it gave up.",
  why: "By default a failing batch is retried until its records expire; until then the shard stands still, and then they are lost.",
  source: {
    title: "How Lambda processes records from stream and queue-based event sources",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html",
  },
  mend: "Set bisect_batch_on_function_error, maximum_retry_attempts, maximum_record_age_in_seconds and destination_config.on_failure of a mapping; on_partial_batch_item_failure AUTOMATIC_BISECT, the same bounds and dead_letter_config of a pipe's source.",
  *check(stack) {
    for (const { poller: at, by, kind, args } of [...mappings(stack), ...pipes(stack)]) {
      if (kind !== "stream") continue;
      const halves =
        by === "mapping"
          ? mayBe(args["bisect_batch_on_function_error"], true)
          : mayBe(args["on_partial_batch_item_failure"], "AUTOMATIC_BISECT");
      const keeps = isGiven(by === "mapping" ? onFailureOf(args) : deadLetterArn(args));
      const missing = [
        halves ? [] : [by === "mapping" ? "bisect_batch_on_function_error" : "AUTOMATIC_BISECT"],
        bounded(args["maximum_retry_attempts"]) ? [] : ["a bound in maximum_retry_attempts"],
        bounded(args["maximum_record_age_in_seconds"]) ? [] : ["a bound in maximum_record_age_in_seconds"],
        keeps ? [] : [by === "mapping" ? "destination_config.on_failure" : "dead_letter_config"],
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
