/** A word of an expression. */
export interface Token {
  readonly kind: "name" | "namePlaceholder" | "valuePlaceholder" | "number" | "symbol" | "unknown" | "end";
  readonly text: string;
  /** Where it begins in the expression. */
  readonly start: number;
}

const TOKEN =
  /\s*(?:([A-Za-z][A-Za-z0-9_]*)|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|(\d+)|(<=|>=|<>|[=<>+\-()[\],.])|([\s\S]))/y;

const KINDS = ["name", "namePlaceholder", "valuePlaceholder", "number", "symbol", "unknown"] as const;

/** Splits an expression into words; the last one is always the end. */
export function tokenize(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  const text = expression.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) break;
    const group = match.slice(1).findIndex((part) => part !== undefined);
    const word = match[group + 1] ?? "";
    tokens.push({ kind: KINDS[group] ?? "unknown", text: word, start: TOKEN.lastIndex - word.length });
  }
  tokens.push({ kind: "end", text: "<EOF>", start: text.length });
  return tokens;
}
