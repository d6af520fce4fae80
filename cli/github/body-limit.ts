/** GitHub's limit for the body of an issue or a comment, in characters. */
const MOST_CHARACTERS = 65_536;
/** Room for what closes a cut text: fences, folded parts, the words that it is cut. */
const CLOSING_CHARACTERS = 1_000;

/**
 * Shortens Markdown at the end of a line, so that a body holds it together with what stands around it.
 * @param text - the Markdown
 * @param around - characters of the body besides the text
 * @param pointer - where the whole is, as a sentence; at most 500 characters
 */
export function cutToBody(text: string, around: number, pointer: string): string {
  if (text.length + around <= MOST_CHARACTERS) return text;
  const start = text.slice(0, MOST_CHARACTERS - around - CLOSING_CHARACTERS);
  const lines = start.slice(0, start.lastIndexOf("\n") + 1);
  return `${lines}${closing(lines)}\n**Cut here: GitHub takes no longer text.** ${pointer}\n`;
}

/** What is still open would swallow all that follows. */
function closing(text: string): string {
  const fences = text.match(/^ {0,3}```/gm)?.length ?? 0;
  const folded = (text.match(/<details>/g)?.length ?? 0) - (text.match(/<\/details>/g)?.length ?? 0);
  return `${fences % 2 === 1 ? "```\n" : ""}${"</details>\n".repeat(Math.max(0, Math.min(folded, 20)))}`;
}
