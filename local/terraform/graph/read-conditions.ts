import { ExpressionError } from "../expressions/expression-error";
import { referencesIn } from "../expressions/references";
import { isObject } from "../expressions/values";
import { parseConfiguration } from "./configuration";
import type { Condition } from "./graph-node";

/**
 * Reads the blocks `validation` of a variable or `precondition` of an output.
 * @throws ExpressionError naming the mistake
 */
export function readConditions(block: string, raw: unknown): readonly Condition[] {
  return [raw ?? []].flat().map((body: unknown) => {
    if (!isObject(body)) throw new ExpressionError(`${block} must be a block`);
    const { "//": _comment, condition, error_message: message, ...unknown } = body;
    for (const name of Object.keys(unknown)) {
      throw new ExpressionError(`the local cloud does not model ${block}.${name}`);
    }
    if (condition === undefined || message === undefined) {
      throw new ExpressionError(`${block} needs a condition and an error_message`);
    }
    const holds = parseConfiguration(condition);
    if (referencesIn(holds).length === 0) {
      throw new ExpressionError(
        `the condition of ${block} must refer to something, or it would check nothing`,
      );
    }
    return { block, holds, message: parseConfiguration(message) };
  });
}
