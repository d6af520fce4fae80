/** Query parameters, decoded, in the order sent; repeated names keep each value. */
export type Query = ReadonlyMap<string, readonly string[]>;

const NONE: Query = new Map();

/** @param text - what follows the question mark */
export function parseQuery(text: string): Query {
  if (text === "") return NONE;
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return values;
}
