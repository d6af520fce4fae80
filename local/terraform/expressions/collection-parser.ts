import type { Expression, ObjectEntry } from "./syntax";
import type { TokenReader } from "./token-reader";

/** What the readers of brackets and braces need of the parser. */
export interface ExpressionReader {
  readonly tokens: TokenReader;
  expression(): Expression;
}

/** Reads on behind `[`: a list, or a `for` that makes one. */
export function readBrackets(reader: ExpressionReader): Expression {
  const { tokens } = reader;
  if (tokens.acceptName("for")) {
    const head = readForHead(reader);
    const value = reader.expression();
    const condition = readCondition(reader);
    tokens.expect("]");
    return { kind: "for", ...head, value, group: false, ...condition };
  }
  const items: Expression[] = [];
  while (!tokens.accept("]")) {
    items.push(reader.expression());
    if (tokens.accept(",")) continue;
    tokens.expect("]");
    break;
  }
  return { kind: "tuple", items };
}

/** Reads on behind `{`: an object, or a `for` that makes one. */
export function readBraces(reader: ExpressionReader): Expression {
  const { tokens } = reader;
  if (tokens.acceptName("for")) {
    const head = readForHead(reader);
    const key = reader.expression();
    tokens.expect("=>");
    const value = reader.expression();
    const group = tokens.accept("...");
    const condition = readCondition(reader);
    tokens.expect("}");
    return { kind: "for", ...head, key, value, group, ...condition };
  }
  const entries: ObjectEntry[] = [];
  while (!tokens.accept("}")) {
    entries.push(readEntry(reader));
    if (tokens.accept(",") || tokens.peek()?.newLine === true) continue;
    tokens.expect("}");
    break;
  }
  return { kind: "object", entries };
}

function readEntry(reader: ExpressionReader): ObjectEntry {
  const { tokens } = reader;
  const [name, separator] = [tokens.peek(), tokens.peek(1)];
  const bare =
    name?.kind === "identifier" &&
    separator?.kind === "operator" &&
    (separator.text === "=" || separator.text === ":");
  // A bare name is the key itself; a reference as a key stands in parentheses.
  const key: Expression = bare ? { kind: "literal", value: tokens.expectName() } : reader.expression();
  if (!tokens.accept("=")) tokens.expect(":");
  return { key, value: reader.expression() };
}

function readForHead(reader: ExpressionReader): { keyName?: string; valueName: string; of: Expression } {
  const { tokens } = reader;
  const first = tokens.expectName();
  const second = tokens.accept(",") ? tokens.expectName() : undefined;
  if (!tokens.acceptName("in")) throw tokens.error("expected in");
  const of = reader.expression();
  tokens.expect(":");
  return second === undefined ? { valueName: first, of } : { keyName: first, valueName: second, of };
}

function readCondition(reader: ExpressionReader): { condition?: Expression } {
  return reader.tokens.acceptName("if") ? { condition: reader.expression() } : {};
}
