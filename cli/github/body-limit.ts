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
  let fence: string | undefined;
  let folded = 0;
  for (const line of text.split("\n")) {
    if (fence === undefined) {
      fence = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1];
      folded += occurrences(line, "<details>") - occurrences(line, "</details>");
    } else if (closes(line, fence)) {
      fence = undefined;
    }
  }
  return `${fence === undefined ? "" : `${fence}\n`}${"</details>\n".repeat(Math.max(0, Math.min(folded, 20)))}`;
}

/** A code block ends at a line of nothing but its fence, which may be longer there, and never at a shorter one. */
function closes(line: string, fence: string): boolean {
  const [, found = ""] = /^ {0,3}(`+|~+)[ \t]*$/.exec(line) ?? [];
  return found.startsWith(fence);
}

function occurrences(line: string, tag: string): number {
  return line.split(tag).length - 1;
}
