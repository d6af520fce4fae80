import type { Kernel } from "../../kernel/kernel";
import type { Bus, Rule } from "./bus";
import { MOST_RETRIES, OLDEST_SECONDS } from "./delivery/back-off";
import { checkTargetType } from "./delivery/target-types";
import { constraintViolated, invalid, limitExceeded } from "./errors";
import { prepare } from "./prepared-target";
import { changeRule } from "./rule-changes";
import type { Target } from "./target";

const TARGET_ID = /^[.\-_A-Za-z0-9]+$/;
const LONGEST_ID = 64;
const MOST_TARGETS = 5;
const YOUNGEST_SECONDS = 60;
const ARN = /^arn:[^:]+:[^:]+:[^:]*:\d{12}:.+$/;

/**
 * Adds targets to a rule; one of the same id is replaced.
 * @throws AwsError `ValidationException`, `LimitExceededException`
 * @throws UnsupportedError for a kind of target that the local cloud does not model
 */
export function putTargets(kernel: Kernel, bus: Bus, rule: Rule, added: readonly Target[]): void {
  const targets = new Map(rule.targets);
  for (const [index, target] of added.entries()) {
    checkId(target, index);
    checkTarget(kernel, target);
    targets.set(target.Id, prepare(target));
  }
  if (targets.size > MOST_TARGETS) throw limitExceeded();
  changeRule(bus, rule, { targets });
}

/** Takes targets from a rule; the result lists the ids that it does not have. */
export function removeTargets(bus: Bus, rule: Rule, ids: readonly string[]): readonly string[] {
  changeRule(bus, rule, { targets: new Map([...rule.targets].filter(([id]) => !ids.includes(id))) });
  return ids.filter((id) => !rule.targets.has(id));
}

function checkId({ Id: id }: Target, index: number): void {
  const member = `targets.${index + 1}.member.id`;
  if (typeof id !== "string" || !TARGET_ID.test(id)) {
    throw constraintViolated(
      id,
      member,
      "Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
    );
  }
  if (id.length > LONGEST_ID) {
    throw constraintViolated(id, member, `Member must have length less than or equal to ${LONGEST_ID}`);
  }
}

function checkTarget(kernel: Kernel, target: Target): void {
  const { Id, Arn, RoleArn } = target;
  if (typeof Arn !== "string" || !ARN.test(Arn)) {
    throw invalid(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`);
  }
  if (RoleArn !== undefined && !ARN.test(RoleArn)) {
    throw invalid(`Parameter ${RoleArn} is not valid. Reason: Provided Arn is not in correct format.`);
  }
  checkTargetType(kernel, target);
  if (Arn.endsWith(".fifo") && Arn.split(":")[2] === "sqs" && !target.SqsParameters?.MessageGroupId) {
    throw invalid(`Parameter(s) SqsParameters must be specified for target: ${Id}.`);
  }
  checkRetryPolicy(target);
  checkDeadLetterQueue(target);
}

function checkRetryPolicy({ RetryPolicy: policy = {} }: Target): void {
  const { MaximumRetryAttempts: retries = 0, MaximumEventAgeInSeconds: seconds = OLDEST_SECONDS } = policy;
  if (!isWithin(retries, 0, MOST_RETRIES)) {
    throw constraintViolated(
      retries,
      "targets.member.retryPolicy.maximumRetryAttempts",
      retries < 0
        ? "Member must have value greater than or equal to 0"
        : `Member must have value less than or equal to ${MOST_RETRIES}`,
    );
  }
  if (!isWithin(seconds, YOUNGEST_SECONDS, OLDEST_SECONDS)) {
    throw constraintViolated(
      seconds,
      "targets.member.retryPolicy.maximumEventAgeInSeconds",
      seconds < YOUNGEST_SECONDS
        ? `Member must have value greater than or equal to ${YOUNGEST_SECONDS}`
        : `Member must have value less than or equal to ${OLDEST_SECONDS}`,
    );
  }
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function checkDeadLetterQueue({ Id, DeadLetterConfig }: Target): void {
  const arn = DeadLetterConfig?.Arn;
  if (arn === undefined) return;
  if (arn.split(":")[2] !== "sqs" || !ARN.test(arn)) {
    throw invalid(`DeadLetterConfig of target ${Id} must be the ARN of an SQS queue, not ${arn}.`);
  }
  if (arn.endsWith(".fifo")) {
    throw invalid(`DeadLetterConfig of target ${Id} must be a standard queue; ${arn} is a FIFO queue.`);
  }
}
