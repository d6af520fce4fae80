import type { ConfigCheck } from "../config-check";
import { checkContentFilter } from "../content-filter";
import type { TopicSource } from "./index";

type Policy = Readonly<Record<string, unknown>>;

const MAX_KEYS = 5;
const MAX_COMBINATIONS = 150;

/** Holds a subscription's filter policy to SNS's rules. */
export function checkFilterPolicy(
  check: ConfigCheck,
  { filterPolicy, filterPolicyScope = "MessageAttributes" }: TopicSource,
): void {
  if (filterPolicy === undefined) return;
  const keys = new Set(keysOf("", filterPolicy)).size;
  check.that(
    Object.keys(filterPolicy).length > 0,
    "filterPolicy is empty, which SNS refuses. Leave it out to receive everything.",
  );
  check.that(
    keys <= MAX_KEYS,
    `filterPolicy has ${keys} fields; SNS takes ${MAX_KEYS}. Filter the rest in the consumer.`,
  );
  const combinations = combinationsOf(filterPolicy, 1);
  check.that(
    combinations <= MAX_COMBINATIONS,
    `filterPolicy makes ${combinations} combinations of values (the lengths of its lists, times the level of each, ` +
      `multiplied); SNS takes ${MAX_COMBINATIONS}. Filter by fewer fields, or the rest in the consumer.`,
  );
  const nested = filterPolicyScope === "MessageBody" ? undefined : nestedField(filterPolicy);
  check.that(
    nested === undefined,
    `filterPolicy has the object ${nested}, but attributes of a message are not nested. Name its accepted values in a ` +
      'list, or set filterPolicyScope to "MessageBody".',
  );
  checkContentFilter(check, "filterPolicy", filterPolicy);
}

function keysOf(path: string, policy: Policy): readonly string[] {
  return Object.entries(policy).flatMap(([field, value]) => {
    if (field === "$or") return branchesOf(value).flatMap((branch) => keysOf(path, branch));
    const here = `${path}.${field}`;
    return isPolicy(value) ? keysOf(here, value) : [here];
  });
}

function combinationsOf(policy: Policy, level: number): number {
  return Object.entries(policy).reduce((product, [field, value]) => {
    if (field === "$or") {
      return product * branchesOf(value).reduce((sum, branch) => sum + combinationsOf(branch, level), 0);
    }
    if (isPolicy(value)) return product * combinationsOf(value, level + 1);
    return product * (Array.isArray(value) ? value.length * level : 1);
  }, 1);
}

function nestedField(policy: Policy): string | undefined {
  return Object.entries(policy)
    .map(([field, value]) => {
      if (field === "$or") return branchesOf(value).map(nestedField).find(Boolean);
      return isPolicy(value) ? field : undefined;
    })
    .find(Boolean);
}

function branchesOf(value: unknown): readonly Policy[] {
  return Array.isArray(value) ? value.filter(isPolicy) : [];
}

function isPolicy(value: unknown): value is Policy {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
