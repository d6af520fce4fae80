/** Whether a text fits a pattern in which `*` stands for any characters and `?` for one. */
export function matchesWildcard(pattern: string, text: string): boolean {
  if (pattern === text) return true;
  let [p, t] = [0, 0];
  // Where to go on when the characters since the latest star turn out not to fit.
  let [star, retry] = [-1, 0];
  while (t < text.length) {
    if (pattern[p] === "*") {
      star = p++;
      retry = t;
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++retry;
    } else {
      return false;
    }
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

/** Like `matchesWildcard`, but compares the six parts of an ARN each for itself, as the `Arn…` operators do. */
export function matchesArn(pattern: string, arn: string): boolean {
  let [p, a] = [0, 0];
  for (let part = 0; part < 5; part++) {
    const [patternEnd, arnEnd] = [pattern.indexOf(":", p), arn.indexOf(":", a)];
    if (patternEnd < 0 || arnEnd < 0) return false;
    if (!matchesWildcard(pattern.slice(p, patternEnd), arn.slice(a, arnEnd))) return false;
    [p, a] = [patternEnd + 1, arnEnd + 1];
  }
  return matchesWildcard(pattern.slice(p), arn.slice(a));
}
