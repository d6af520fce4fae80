import { isTrue, mayBe } from "./engine/arguments";
import type { Rule } from "./engine/rule";

/** What holds data refuses to be deleted. */
export const deletionProtection: Rule = {
  id: "deletion-protection",
  title:
    "Where the environment protects data, tables and user pools refuse deletion, and buckets are not emptied to be deleted.",
  why: "A renamed construct or a wrong target deletes a table within seconds.",
  source: {
    title: "Using deletion protection",
    url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html#WorkingWithTables.Basics.DeletionProtection",
  },
  mend: 'Set deletion_protection_enabled (table), deletion_protection "ACTIVE" (user pool); leave force_destroy out (bucket).',
  *check(stack) {
    if (!stack.settings.deletionProtection) return;
    for (const at of stack.all("aws_dynamodb_table")) {
      if (!mayBe(at.args["deletion_protection_enabled"], true)) {
        yield { at, detail: "has no deletion_protection_enabled." };
      }
    }
    for (const at of stack.all("aws_cognito_user_pool")) {
      if (!mayBe(at.args["deletion_protection"], "ACTIVE")) {
        yield { at, detail: "has no active deletion_protection." };
      }
    }
    for (const at of stack.all("aws_s3_bucket")) {
      if (isTrue(at.args["force_destroy"])) yield { at, detail: "has force_destroy." };
    }
  },
};
