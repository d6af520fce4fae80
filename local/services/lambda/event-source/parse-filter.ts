import type { EventPattern } from "../../../event-pattern/matches";
import { EventPatternError, parsePattern } from "../../../event-pattern/validate";
import { invalidParameter } from "../errors";

/**
 * Reads a filter's pattern.
 * @throws AwsError InvalidParameterValueException
 */
export function parseFilter(pattern: string): EventPattern {
  try {
    return parsePattern(pattern);
  } catch (error) {
    if (!(error instanceof EventPatternError)) throw error;
    throw invalidParameter(`Invalid filter pattern definition. (${pattern}): ${error.message}`);
  }
}
