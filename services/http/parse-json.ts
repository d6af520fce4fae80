/**
 * Parses JSON that a client wrote.
 * @throws for anything that is not JSON in UTF-8; the message can quote the text, so it must not be shown.
 */
export function parseClientJson(bytes: Uint8Array): unknown {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  return JSON.parse(text, rejectBrokenText);
}

/**
 * Half of a surrogate pair is legal in JSON but has no UTF-8 form: DynamoDB would refuse it later. U+FFFE
 * and U+FFFF are no characters, and SQS refuses messages that hold them. Control characters but tabs and
 * line ends are no text either: they grow sixfold as JSON, and steer the terminal of whoever reads them.
 */
function rejectBrokenText(_key: string, value: unknown): unknown {
  if (typeof value === "string" && /[\p{Surrogate}\uFFFE\uFFFF]|[^\P{Cc}\t\n\r]/u.test(value)) {
    throw new SyntaxError("The text holds code points that are no text.");
  }
  return value;
}
