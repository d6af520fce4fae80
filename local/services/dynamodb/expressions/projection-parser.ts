import type { Projection } from "./syntax";
import { TokenReader } from "./token-reader";

const NO_KEYWORDS: ReadonlySet<string> = new Set();

/** Reads a projection expression. @throws ExpressionError */
export function parseProjection(expression: string): Projection {
  const reader = new TokenReader(expression, NO_KEYWORDS);
  const paths = reader.list(() => reader.path());
  reader.expectEnd();
  return paths;
}
