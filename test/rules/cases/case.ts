import type { RuleSettings } from "../../../rules/engine/rule";
import type { Content, Resources } from "../synthesized-stack";

/** A stack that breaks a rule, and what the rule says. */
export interface Breaking extends Content {
  /** `<construct id>: <detail>`, per violation. */
  readonly says: readonly string[];
}

/** What a rule is tried on. */
export interface Cases {
  /** Name → a stack named `test-shop`. */
  readonly breaks: Readonly<Record<string, Breaking>>;
  readonly keeps: Readonly<Record<string, Content>>;
  /** Settings under which the first breaking stack keeps the rule. */
  readonly offWith?: Partial<RuleSettings>;
}

/** A policy as text. */
export function policy(...statements: readonly Readonly<Record<string, unknown>>[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A dead-letter queue for the messages of a queue, by the id of each. */
export function deadLetters(
  id: string,
  arns: readonly string[] = [],
  args = {},
): Resources["aws_sqs_queue"] & {} {
  const permission =
    arns.length === 0
      ? { redrivePermission: "denyAll" }
      : { redrivePermission: "byQueue", sourceQueueArns: arns };
  return {
    [id]: { message_retention_seconds: 1_209_600, redrive_allow_policy: JSON.stringify(permission), ...args },
  };
}

/** A redrive policy to the queue with this id. */
export function redriveTo(id: string): string {
  return JSON.stringify({ deadLetterTargetArn: `\${aws_sqs_queue.${id}.arn}`, maxReceiveCount: 5 });
}
