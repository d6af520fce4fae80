import { changesOf, kindOf, type ResourceChange, type TerraformPlan } from "../terraform/plan-json";

/**
 * The changes in a plan that a reviewer of an earlier one has not seen. A change was seen when the earlier plan does the
 * same to the same resource, and every value that it told is still the same; values that were not known then may be now.
 * What the earlier plan would replace may meanwhile be half way: gone already, or created and broken.
 * @param reviewed - the plan that was reviewed; `undefined` when there was none
 */
export function unseenChanges(
  reviewed: TerraformPlan | undefined,
  now: TerraformPlan,
): readonly ResourceChange[] {
  const current = reviewed?.resource_changes.filter(({ deposed }) => deposed === undefined);
  const seen = new Map(current?.map((change) => [change.address, change]));
  return changesOf(now).filter((change) => !wasSeen(seen.get(change.address), change));
}

function wasSeen(reviewed: ResourceChange | undefined, now: ResourceChange): boolean {
  if (reviewed === undefined) return false;
  const [then, kind] = [kindOf(reviewed), kindOf(now)];
  if (now.deposed !== undefined) return then === "replace";
  const halfWay = (then === "replace" && kind === "create") || (then === "create" && kind === "replace");
  if (then !== kind && !halfWay) return false;
  return tellsTheSame(
    reviewed.change.after,
    reviewed.change.after_unknown,
    now.change.after,
    now.change.after_unknown,
  );
}

function tellsTheSame(then: unknown, thenUnknown: unknown, now: unknown, nowUnknown: unknown): boolean {
  if (thenUnknown === true) return true;
  if (nowUnknown === true) return false;
  if (!isObject(then) || !isObject(now)) return then === now || (then ?? null) === (now ?? null);
  const names = new Set([
    ...Object.keys(then),
    ...Object.keys(now),
    ...Object.keys(asObject(thenUnknown)),
    ...Object.keys(asObject(nowUnknown)),
  ]);
  return [...names].every((name) =>
    tellsTheSame(then[name], asObject(thenUnknown)[name], now[name], asObject(nowUnknown)[name]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}
