import { type EventPattern, matchesPattern } from "../../../event-pattern/matches";
import type { SqsRecord } from "./sqs-records";

/**
 * Whether a record passes the filters of a mapping: it matches one of them, or there are none. A pattern for the
 * body as JSON never matches a body that is none, and the other way round.
 */
export function passesFilters(filters: readonly EventPattern[], record: SqsRecord): boolean {
  if (filters.length === 0) return true;
  const parsed = parse(record.body);
  return filters.some((filter) => {
    const bodyPattern = filter["body"];
    if (bodyPattern === undefined) return matchesPattern(filter, record);
    if (Array.isArray(bodyPattern)) return typeof parsed !== "object" && matchesPattern(filter, record);
    return typeof parsed === "object" && matchesPattern(filter, { ...record, body: parsed });
  });
}

function parse(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? value : body;
  } catch {
    return body;
  }
}
