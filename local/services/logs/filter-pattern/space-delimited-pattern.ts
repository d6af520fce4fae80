import { type Comparable, readComparison } from "./comparison";
import { type Condition, readCompound } from "./compound";
import type { PatternCursor } from "./pattern-cursor";

interface Word {
  readonly text: string;
  /** Where in the message it begins. */
  readonly at: number;
}

/** Stands in the place of the words between those that are named from the start and from the end. */
const ELLIPSIS = "...";

type Field = Condition<Comparable> | typeof ELLIPSIS;

/**
 * Conditions on words by their places, in brackets. The last field takes all that is left of the message; an ellipsis
 * takes any number of words.
 */
export function spaceDelimitedPattern(cursor: PatternCursor): Condition<string> {
  cursor.takes("[");
  const fields = readFields(cursor);
  cursor.end();
  const ellipsis = fields.indexOf(ELLIPSIS);
  const conditions = fields.filter((field) => field !== ELLIPSIS);
  return (message) => {
    const words = wordsOf(message);
    if (words.length < conditions.length) return false;
    return conditions.every((holds, index) => {
      if (ellipsis >= 0)
        return holds(words[placeOf(index, ellipsis, conditions.length, words.length)]?.text ?? "");
      const word = words[index];
      const isLast = index === conditions.length - 1 && words.length > conditions.length;
      return holds((isLast ? message.slice(word?.at).trimEnd() : word?.text) ?? "");
    });
  };
}

function placeOf(index: number, ellipsis: number, fields: number, words: number): number {
  return index < ellipsis ? index : words - fields + index;
}

function readFields(cursor: PatternCursor): readonly Field[] {
  const fields: Field[] = [];
  if (cursor.takes("]")) return fields;
  do fields.push(readField(cursor));
  while (cursor.takes(","));
  if (!cursor.takes("]"))
    throw cursor.invalid("fields are separated by commas, and a bracket closes the pattern");
  if (fields.filter((field) => field === ELLIPSIS).length > 1)
    throw cursor.invalid("there is one ellipsis at most");
  return fields;
}

/** A field is a name, conditions on it such as `status = 404 || status = 410`, or an ellipsis. */
function readField(cursor: PatternCursor): Field {
  if (cursor.takes(ELLIPSIS)) return ELLIPSIS;
  let field: string | undefined;
  return readCompound(cursor, () => {
    const name = cursor.match(/[A-Za-z_][\w-]*/y)?.[0];
    if (name === undefined)
      throw cursor.invalid("a field is a name, conditions on it as in level=ERROR, or an ellipsis");
    field ??= name;
    if (field !== name)
      throw cursor.invalid(`the conditions of one field name one field, not ${field} and ${name}`);
    return cursor.isAt(/[,\])]|$/y) ? () => true : readComparison(cursor);
  });
}

/** What stands between brackets or double quotes is one word, without them. */
function wordsOf(message: string): readonly Word[] {
  const found = message.matchAll(/\[([^\]]*)\](?!\S)|"([^"]*)"(?!\S)|\S+/g);
  return [...found].map((match) => ({ text: match[1] ?? match[2] ?? match[0], at: match.index }));
}
