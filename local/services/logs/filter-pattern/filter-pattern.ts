import type { Condition } from "./compound";
import { jsonPattern } from "./json-pattern";
import { PatternCursor } from "./pattern-cursor";
import { spaceDelimitedPattern } from "./space-delimited-pattern";
import { termsPattern } from "./terms-pattern";

/**
 * Reads a filter pattern of CloudWatch Logs: terms (`ERROR timeout`, `"two words"`, `?this ?that`, `-not`), a regular
 * expression (`%code=[0-9]+%`), conditions on JSON (`{ $.level = "ERROR" && $.status >= 500 }`) or on words by their
 * places (`[level=ERROR, code, ...]`).
 * @throws AwsError InvalidParameterException for a pattern outside of these
 */
export function filterPattern(pattern: string | undefined): Condition<string> {
  const text = pattern?.trim() ?? "";
  if (text === "") return () => true;
  const cursor = new PatternCursor(text);
  if (text.startsWith("{")) return jsonPattern(cursor);
  if (text.startsWith("[")) return spaceDelimitedPattern(cursor);
  if (text.startsWith("%")) return regexPattern(cursor);
  return termsPattern(text);
}

function regexPattern(cursor: PatternCursor): Condition<string> {
  const expression = cursor.regex();
  if (expression === undefined) throw cursor.invalid("a regular expression stands between two percent signs");
  cursor.end();
  return (message) => expression.test(message);
}
