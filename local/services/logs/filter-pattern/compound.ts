import type { PatternCursor } from "./pattern-cursor";

/** A condition on whatever a pattern is about. */
export type Condition<T> = (subject: T) => boolean;

/**
 * Reads conditions that are joined by `||` and `&&`, which binds tighter, and parentheses.
 * @param readOne - reads a single condition
 */
export function readCompound<T>(cursor: PatternCursor, readOne: () => Condition<T>): Condition<T> {
  const any = [readConjunction(cursor, readOne)];
  while (cursor.takes("||")) any.push(readConjunction(cursor, readOne));
  return (subject) => any.some((holds) => holds(subject));
}

function readConjunction<T>(cursor: PatternCursor, readOne: () => Condition<T>): Condition<T> {
  const every = [readOperand(cursor, readOne)];
  while (cursor.takes("&&")) every.push(readOperand(cursor, readOne));
  return (subject) => every.every((holds) => holds(subject));
}

function readOperand<T>(cursor: PatternCursor, readOne: () => Condition<T>): Condition<T> {
  if (!cursor.takes("(")) return readOne();
  const inner = readCompound(cursor, readOne);
  if (!cursor.takes(")")) throw cursor.invalid("a parenthesis is not closed");
  return inner;
}
