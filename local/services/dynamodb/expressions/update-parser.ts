import type { SetValue, Update, UpdateAction } from "./syntax";
import { TokenReader } from "./token-reader";

const SECTIONS = ["SET", "REMOVE", "ADD", "DELETE"] as const;
const KEYWORDS: ReadonlySet<string> = new Set(SECTIONS);

/** Reads an update expression. @throws ExpressionError */
export function parseUpdate(expression: string): Update {
  const reader = new TokenReader(expression, KEYWORDS);
  const actions: UpdateAction[] = [];
  const seen = new Set<string>();
  let repeatedSection: string | undefined;
  do {
    const section = SECTIONS.find((keyword) => reader.takeKeyword(keyword));
    if (section === undefined) throw reader.syntaxError();
    if (seen.has(section)) repeatedSection ??= section;
    seen.add(section);
    actions.push(...reader.list(() => action(reader, section)));
  } while (!reader.isAtEnd);
  return repeatedSection === undefined ? { actions } : { actions, repeatedSection };
}

function action(reader: TokenReader, section: (typeof SECTIONS)[number]): UpdateAction {
  const path = reader.path();
  if (section === "REMOVE") return { kind: section, path };
  if (section !== "SET") return { kind: section, path, placeholder: reader.valuePlaceholder() };
  reader.expectSymbol("=");
  return { kind: section, path, value: setValue(reader) };
}

/** Either an operand or the sum of two; as a whole, or each operand, perhaps in parentheses. */
function setValue(reader: TokenReader): SetValue {
  const mark = reader.mark;
  if (reader.takeSymbol("(")) {
    const inner = reader.closeParentheses(() => setValue(reader));
    if (inner.kind === "sum") return inner;
    reader.rewind(mark);
  }
  const left = reader.operand();
  const operator = reader.takeSymbol("+") ? "+" : reader.takeSymbol("-") ? "-" : undefined;
  if (operator === undefined) return { kind: "operand", operand: left };
  return { kind: "sum", operator, left, right: reader.operand() };
}
