import { EventPatternError, parsePattern } from "../../event-pattern/validate";
import { AwsError } from "../../kernel/errors";
import type { Kernel } from "../../kernel/kernel";
import type { Bus, Rule, RuleState } from "./bus";
import { DEFAULT_BUS } from "./buses";
import { constraintViolated, invalid } from "./errors";
import { parseSchedule, type Schedule } from "./schedule/schedule";

/** What PutRule says about a rule. */
export interface RuleDefinition {
  readonly name: string;
  readonly description?: string | undefined;
  readonly eventPattern?: string | undefined;
  readonly scheduleExpression?: string | undefined;
  readonly state?: string | undefined;
}

const RULE_NAME = /^[.\-_A-Za-z0-9]{1,64}$/;
const LONGEST_PATTERN = 4_096;
const ENABLED = "ENABLED";

/** A rule's ARN, which names the bus unless it is the default one. */
export function ruleArn(kernel: Kernel, busName: string, name: string): string {
  return kernel.arn("events", busName === DEFAULT_BUS ? `rule/${name}` : `rule/${busName}/${name}`);
}

/**
 * Makes a rule, or changes one and keeps its targets.
 * @throws AwsError `ValidationException`, `InvalidEventPatternException`
 */
export function putRule(kernel: Kernel, bus: Bus, definition: RuleDefinition): Rule {
  const { name, description, eventPattern, scheduleExpression, state = ENABLED } = definition;
  if (!RULE_NAME.test(name)) {
    throw constraintViolated(
      name,
      "name",
      "Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
    );
  }
  if (!eventPattern && !scheduleExpression) {
    throw invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
  }
  const rule: Rule = {
    name,
    arn: ruleArn(kernel, bus.name, name),
    busName: bus.name,
    state: readState(state),
    targets: bus.rules.get(name)?.targets ?? new Map(),
    ...(description === undefined ? {} : { description }),
    ...(eventPattern ? { patternText: eventPattern, pattern: readPattern(eventPattern) } : {}),
    ...(scheduleExpression ? { scheduleExpression, schedule: readSchedule(scheduleExpression, bus) } : {}),
  };
  bus.rules.set(name, rule);
  return rule;
}

/** @throws AwsError `ValidationException` as long as the rule has targets */
export function deleteRule(bus: Bus, name: string): void {
  const rule = bus.rules.get(name);
  if (rule === undefined) return;
  if (rule.targets.size > 0) throw invalid("Rule can't be deleted since it has targets.");
  bus.rules.delete(name);
}

/** Puts a changed copy of a rule in its place. */
export function changeRule(bus: Bus, rule: Rule, change: Partial<Pick<Rule, "state" | "targets">>): void {
  bus.rules.set(rule.name, { ...rule, ...change });
}

/** @throws AwsError `InvalidEventPatternException` */
export function readPattern(text: string) {
  try {
    const pattern = parsePattern(text);
    if (text.length <= LONGEST_PATTERN) return pattern;
  } catch (error) {
    if (!(error instanceof EventPatternError)) throw error;
    throw new AwsError(
      "InvalidEventPatternException",
      `Event pattern is not valid. Reason: ${error.message}`,
    );
  }
  throw constraintViolated(
    text,
    "eventPattern",
    `Member must have length less than or equal to ${LONGEST_PATTERN}`,
  );
}

function readSchedule(expression: string, bus: Bus): Schedule {
  if (bus.name !== DEFAULT_BUS) {
    throw invalid("ScheduleExpression is supported only on the default event bus.");
  }
  const schedule = parseSchedule(expression);
  if (schedule === undefined) throw invalid("Parameter ScheduleExpression is not valid.");
  return schedule;
}

const STATES: readonly RuleState[] = ["ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", "DISABLED"];

function readState(text: string): RuleState {
  const state = STATES.find((one) => one === text);
  if (state !== undefined) return state;
  throw constraintViolated(text, "state", `Member must satisfy enum value set: [${STATES.join(", ")}]`);
}
