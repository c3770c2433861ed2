/** Whether some text fits both of two patterns in which * stands for any text and ? for one character. */
export function overlap(left: string, right: string): boolean {
  // The ends of the left pattern that the right pattern's beginnings reach, one character of it after the other.
  let reached = closed(new Set([0]), left);
  for (const character of right) {
    if (character === "*") reached = new Set(ends(left).filter((end) => end >= Math.min(...reached)));
    else reached = closed(new Set([...reached].flatMap((end) => step(left, end, character))), left);
    if (reached.size === 0) return false;
  }
  return reached.has(left.length);
}

/** From a place in a pattern, the places after one character. */
function step(pattern: string, at: number, character: string): number[] {
  const here = pattern[at];
  if (here === "*") return [at];
  return here !== undefined && (here === "?" || character === "?" || here === character) ? [at + 1] : [];
}

/** The places with those that a * may skip to. */
function closed(places: Set<number>, pattern: string): Set<number> {
  for (const at of places) if (pattern[at] === "*") places.add(at + 1);
  return places;
}

function ends(pattern: string): number[] {
  return Array.from({ length: pattern.length + 1 }, (_, index) => index);
}
