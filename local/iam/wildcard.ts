const STAR = "*".charCodeAt(0);
const QUESTION_MARK = "?".charCodeAt(0);

/** Whether a text fits a pattern in which `*` stands for any characters and `?` for one. */
export function matchesWildcard(pattern: string, text: string): boolean {
  return pattern === text || matches(pattern, 0, pattern.length, text, 0, text.length);
}

/** Like `matchesWildcard`, but compares the six parts of an ARN each for itself, as the `Arn…` operators do. */
export function matchesArn(pattern: string, arn: string): boolean {
  let [p, a] = [0, 0];
  for (let part = 0; part < 5; part++) {
    const patternEnd = pattern.indexOf(":", p);
    const arnEnd = arn.indexOf(":", a);
    if (patternEnd < 0 || arnEnd < 0 || !matches(pattern, p, patternEnd, arn, a, arnEnd)) return false;
    p = patternEnd + 1;
    a = arnEnd + 1;
  }
  return matches(pattern, p, pattern.length, arn, a, arn.length);
}

/** Compares a part of a pattern with a part of a text, where both lie: every call is checked against patterns. */
function matches(pattern: string, p: number, pEnd: number, text: string, t: number, tEnd: number): boolean {
  // Where to go on when the characters since the latest star turn out not to fit.
  let star = -1;
  let retry = 0;
  while (t < tEnd) {
    const wanted = p < pEnd ? pattern.charCodeAt(p) : Number.NaN;
    if (wanted === STAR) {
      star = p++;
      retry = t;
    } else if (wanted === QUESTION_MARK || wanted === text.charCodeAt(t)) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++retry;
    } else {
      return false;
    }
  }
  while (p < pEnd && pattern.charCodeAt(p) === STAR) p++;
  return p === pEnd;
}
