/** What is wrong with the terms of a `numeric` match, such as `[">", 0, "<=", 5]`; undefined when nothing is. */
export function numericProblem(terms: readonly unknown[]): string | undefined {
  const [operator, bound, second, top, ...rest] = terms;
  if (typeof operator !== "string") return `Invalid member in numeric match: ${operator ?? "]"}`;
  if (!["=", "<", "<=", ">", ">="].includes(operator)) {
    return `Unrecognized numeric range operator: ${operator}`;
  }
  if (typeof bound !== "number") {
    return `Value of ${operator === "=" ? "equals" : operator} must be numeric`;
  }
  if (terms.length === 2) return undefined;
  if (!operator.startsWith(">")) return "Too many elements in numeric expression";
  if (typeof second !== "string") return `Bad value in numeric range: ${String(second)}`;
  if (second !== "<" && second !== "<=") return `Bad numeric range operator: ${second}`;
  if (typeof top !== "number") return `Value of ${second} must be numeric`;
  if (rest.length > 0) return "Too many terms in numeric range expression";
  return bound < top ? undefined : "Bottom must be less than top";
}
