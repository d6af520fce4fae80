import { block, mayBe } from "./engine/arguments";
import type { Rule } from "./engine/rule";

/** Data can be brought back. */
export const pointInTimeRecovery: Rule = {
  id: "point-in-time-recovery",
  title: "Where the environment restores data, tables can be restored to any second of the last 35 days.",
  why: "A faulty release overwrites items faster than any backup by the day.",
  source: {
    title: "Point-in-time backups for DynamoDB",
    url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html",
  },
  mend: "Set point_in_time_recovery.enabled of the table.",
  *check(stack) {
    if (!stack.settings.pointInTimeRecovery) return;
    for (const at of stack.all("aws_dynamodb_table")) {
      if (!mayBe(block(at.args, "point_in_time_recovery")?.["enabled"], true)) {
        yield { at, detail: "has no point_in_time_recovery that is enabled." };
      }
    }
  },
};
