/**
 * Whether a whole text matches a pattern in which `*` matches any characters, and `one` a single character. Only the
 * last `*` is tried again, so the time is at most the product of both lengths, whatever the pattern.
 */
export function matchesPattern(pattern: string, text: string, one: "?" | ""): boolean {
  let [at, read] = [0, 0];
  let [star, taken] = [-1, 0];
  while (read < text.length) {
    const expected = pattern.charAt(at);
    if (expected === "*") {
      [star, taken] = [at, read];
      at += 1;
    } else if (expected !== "" && (expected === text.charAt(read) || expected === one)) {
      at += 1;
      read += 1;
    } else if (star >= 0) {
      taken += 1;
      [at, read] = [star + 1, taken];
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
