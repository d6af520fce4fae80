/** Stands for any characters, also none, in a parsed wildcard. */
const ANY = Symbol("any characters");

/** A wildcard taken apart: literal characters and `ANY`. */
type Token = string | typeof ANY;

/**
 * Whether a text matches a wildcard: `*` stands for any characters, `\*` and `\\` for themselves.
 * A malformed wildcard matches nothing; `wildcardProblem` says why.
 */
export function matchesWildcard(wildcard: string, text: string): boolean {
  const tokens = parse(wildcard);
  if (typeof tokens === "string") return false;
  const characters = [...text];
  let token = 0;
  let lastStar = -1;
  let resumeAt = 0;
  let position = 0;
  while (position < characters.length) {
    if (tokens[token] === ANY) {
      lastStar = token++;
      resumeAt = position;
    } else if (tokens[token] === characters[position]) {
      token++;
      position++;
    } else if (lastStar >= 0) {
      token = lastStar + 1;
      position = ++resumeAt;
    } else return false;
  }
  while (tokens[token] === ANY) token++;
  return token === tokens.length;
}

/** What is wrong with a wildcard, in AWS's words; undefined when nothing is. */
export function wildcardProblem(wildcard: string): string | undefined {
  const tokens = parse(wildcard);
  return typeof tokens === "string" ? tokens : undefined;
}

function parse(wildcard: string): Token[] | string {
  const tokens: Token[] = [];
  const characters = [...wildcard];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? "";
    if (character === "*") {
      if (tokens.at(-1) === ANY) return `Consecutive wildcard characters at pos ${index - 1}`;
      tokens.push(ANY);
    } else if (character === "\\") {
      const escaped = characters[++index];
      if (escaped !== "*" && escaped !== "\\") return `Invalid escape character at pos ${index - 1}`;
      tokens.push(escaped);
    } else tokens.push(character);
  }
  return tokens;
}
