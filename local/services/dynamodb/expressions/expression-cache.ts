import { parseCondition } from "./condition-parser";
import { parseProjection } from "./projection-parser";
import { checkCondition, checkProjection, checkUpdate } from "./static-checks";
import type { Condition, Projection, Update } from "./syntax";
import { parseUpdate } from "./update-parser";

/** More than the expressions that one system has; beyond it all are parsed afresh. */
const MOST_EXPRESSIONS = 2_000;

/** Parsed and checked expressions by their text: the same few are sent over and over. */
export class ExpressionCache {
  private readonly conditions = new Map<string, Condition>();
  private readonly updates = new Map<string, Update>();
  private readonly projections = new Map<string, Projection>();

  /** @throws ExpressionError */
  condition(expression: string): Condition {
    return remembered(this.conditions, expression, parseCondition, checkCondition);
  }

  /** @throws ExpressionError */
  update(expression: string): Update {
    return remembered(this.updates, expression, parseUpdate, checkUpdate);
  }

  /** @throws ExpressionError */
  projection(expression: string): Projection {
    return remembered(this.projections, expression, parseProjection, checkProjection);
  }
}

function remembered<T>(
  cache: Map<string, T>,
  expression: string,
  parse: (expression: string) => T,
  check: (parsed: T) => void,
): T {
  const known = cache.get(expression);
  if (known !== undefined) return known;
  const parsed = parse(expression);
  check(parsed);
  if (cache.size >= MOST_EXPRESSIONS) cache.clear();
  cache.set(expression, parsed);
  return parsed;
}
