import { type EventPattern, matchesPattern } from "../../event-pattern/matches";
import { EventPatternError, parsePattern } from "../../event-pattern/validate";
import { filterableValues, type MessageAttributes } from "./message-attributes";

/** What a filter policy is compared with. */
export type FilterScope = "MessageAttributes" | "MessageBody";

/** A checked filter policy. */
export interface FilterPolicy {
  readonly pattern: EventPattern;
  readonly scope: FilterScope;
}

const MOST_KEYS = 5;
const MOST_COMBINATIONS = 150;

/**
 * Reads a filter policy.
 * @throws EventPatternError with SNS's reason
 */
export function readFilterPolicy(text: string, scope: FilterScope): FilterPolicy | undefined {
  // An empty policy takes every message.
  if (text === "" || text.trim() === "{}") return undefined;
  const pattern = parsePattern(text);
  const keys = keysOf(pattern, 1);
  if (scope === "MessageAttributes" && keys.some(({ depth }) => depth > 1)) {
    throw new EventPatternError(
      "Filter policy scope MessageAttributes does not support nested filter policy",
    );
  }
  if (new Set(keys.map(({ path }) => path)).size > MOST_KEYS) {
    throw new EventPatternError(`Filter policy can not have more than ${MOST_KEYS} keys`);
  }
  if (combinationsOf(pattern, 1) > MOST_COMBINATIONS) {
    throw new EventPatternError("Filter policy is too complex");
  }
  return { pattern, scope };
}

/** Whether a message passes; a body that is no JSON object passes no policy on the body. */
export function passes(policy: FilterPolicy, attributes: MessageAttributes, body: string): boolean {
  if (policy.scope === "MessageAttributes") {
    return matchesPattern(policy.pattern, filterableValues(attributes));
  }
  try {
    const content: unknown = JSON.parse(body);
    const isObject = typeof content === "object" && content !== null && !Array.isArray(content);
    return isObject && matchesPattern(policy.pattern, content);
  } catch {
    return false;
  }
}

interface Key {
  readonly path: string;
  readonly depth: number;
}

function keysOf(pattern: EventPattern, depth: number, prefix = ""): readonly Key[] {
  return Object.entries(pattern).flatMap(([field, value]) => {
    if (field === "$or") return (value as EventPattern[]).flatMap((branch) => keysOf(branch, depth, prefix));
    const path = `${prefix}/${field}`;
    return Array.isArray(value) ? [{ path, depth }] : keysOf(value as EventPattern, depth + 1, path);
  });
}

/** SNS multiplies, over all keys, the number of values and the level at which the key stands. */
function combinationsOf(pattern: EventPattern, depth: number): number {
  return Object.entries(pattern).reduce((product, [field, value]) => {
    if (field === "$or") {
      return (
        product * (value as EventPattern[]).reduce((sum, branch) => sum + combinationsOf(branch, depth), 0)
      );
    }
    return (
      product *
      (Array.isArray(value) ? value.length * depth : combinationsOf(value as EventPattern, depth + 1))
    );
  }, 1);
}
