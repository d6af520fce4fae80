import { malformed } from "./malformed";

/** A word of a PartiQL statement. */
export interface Word {
  readonly kind: "name" | "quotedName" | "text" | "number" | "symbol" | "end";
  /** Without quotes, and with doubled quotes undone. */
  readonly text: string;
  /** Where it begins in the statement, counted from 1. */
  readonly position: number;
}

const WORD =
  /\s*(?:([A-Za-z_][A-Za-z0-9_]*)|"((?:[^"]|"")+)"|'((?:[^']|'')*)'|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(<=|>=|<>|!=|[=<>()[\],.*?-]))/y;

const KINDS = ["name", "quotedName", "text", "number", "symbol"] as const;

/** Splits a statement into words; the last one is always the end. @throws AwsError `ValidationException` */
export function wordsOf(statement: string): readonly Word[] {
  const words: Word[] = [];
  const text = statement.trimEnd();
  let at = 0;
  while (at < text.length) {
    WORD.lastIndex = at;
    const match = WORD.exec(text);
    if (match === null) throw unreadable(text, at);
    const group = match.slice(1).findIndex((part) => part !== undefined);
    const kind = KINDS[group] ?? "symbol";
    const position = at + match[0].length - match[0].trimStart().length + 1;
    words.push({ kind, text: unquoted(kind, match[group + 1] ?? ""), position });
    at = WORD.lastIndex;
  }
  words.push({ kind: "end", text: "end of statement", position: text.length + 1 });
  return words;
}

function unquoted(kind: Word["kind"], text: string): string {
  if (kind === "text") return text.replaceAll("''", "'");
  return kind === "quotedName" ? text.replaceAll('""', '"') : text;
}

function unreadable(text: string, at: number) {
  const rest = text.slice(at).trimStart();
  const position = text.length - rest.length + 1;
  const what = /^['"]/.test(rest) ? "Unterminated or empty quotes" : `Unexpected character ${rest.charAt(0)}`;
  return malformed(`${what} at ${position}`);
}
