import { arnService, namesIn, physicalName } from "./names";
import { matches } from "./policies";
import type { Resource, StackView } from "./stack-view";

/** What a right is for. */
export interface Target {
  /** As it is written in `stack`. */
  readonly arn: unknown;
  readonly stack: StackView;
  /** The resource, where it is known. */
  readonly resource: Resource | undefined;
}

/** Whether the resource in a statement takes in a target, or may. */
export function covers(pattern: string, stack: StackView, { arn, stack: owner, resource }: Target): boolean {
  if (pattern === "*" || stack.follow(pattern) === owner.follow(arn)) return true;
  if (resource === undefined) {
    const [known, wanted] = [arnService(pattern), arnService(arn)];
    return known === undefined || wanted === undefined || matches(pattern, String(arn));
  }
  if (stack.mayMean(pattern, resource)) return true;
  const name = physicalName(resource.args);
  return namesIn(resource.type, pattern).some(
    (each) => each === "*" || (name !== undefined && matches(each, name)),
  );
}
