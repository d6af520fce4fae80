import type { EventPattern } from "../../event-pattern/matches";
import type { PolicyDocument } from "../../kernel/policy";
import type { PreparedTarget } from "./prepared-target";
import type { Schedule } from "./schedule/schedule";

/** The third state takes in management events of CloudTrail, which do not exist here. */
export type RuleState = "ENABLED" | "DISABLED" | "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

/** What a rule does: events that match its pattern, or of its schedule, go to its targets. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly description?: string;
  /** As it was given. */
  readonly patternText?: string;
  readonly pattern?: EventPattern;
  /** As it was given. */
  readonly scheduleExpression?: string;
  readonly schedule?: Schedule;
  readonly state: RuleState;
  /** By id. */
  readonly targets: ReadonlyMap<string, PreparedTarget>;
}

/** An event bus with its rules. */
export interface Bus {
  readonly name: string;
  readonly arn: string;
  readonly createdAtMs: number;
  description: string | undefined;
  modifiedAtMs: number;
  policy: PolicyDocument | undefined;
  /** By name. */
  readonly rules: Map<string, Rule>;
}
