import { AwsError } from "../../kernel/errors";
import type { OneOrMore, PolicyStatement } from "../../kernel/policy";
import type { Bus } from "./bus";
import { type Buses, DEFAULT_BUS } from "./buses";
import { invalid } from "./errors";
import type { Scheduler } from "./schedule/scheduler";

/**
 * Deletes a bus with its rules.
 * @throws AwsError `ValidationException` for the default bus
 */
export function deleteBus(buses: Buses, scheduler: Scheduler, name: string): void {
  if (name === DEFAULT_BUS) throw invalid(`Cannot delete event bus ${DEFAULT_BUS}.`);
  const bus = buses.find(name);
  if (bus === undefined) return;
  buses.delete(bus.name);
  for (const { arn } of bus.rules.values()) scheduler.update(arn);
}

/** Adds a statement to a bus's policy; one of the same id is replaced. */
export function putStatement(bus: Bus, statement: PolicyStatement, nowMs: number): void {
  const others = statementsOf(bus).filter(({ Sid }) => Sid !== statement.Sid);
  bus.policy = { Version: "2012-10-17", Statement: [...others, statement] };
  bus.modifiedAtMs = nowMs;
}

/** @throws AwsError `ResourceNotFoundException` when the policy has no such statement */
export function removeStatement(bus: Bus, statementId: string, nowMs: number): void {
  const statements = statementsOf(bus);
  const others = statements.filter(({ Sid }) => Sid !== statementId);
  if (others.length === statements.length) {
    throw new AwsError("ResourceNotFoundException", "Statement with the provided id does not exist.");
  }
  bus.policy = others.length === 0 ? undefined : { ...bus.policy, Statement: others };
  bus.modifiedAtMs = nowMs;
}

function statementsOf({ policy }: Bus): readonly PolicyStatement[] {
  const statements: OneOrMore<PolicyStatement> = policy?.Statement ?? [];
  return [statements].flat();
}
