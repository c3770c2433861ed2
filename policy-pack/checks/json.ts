import { deepest } from "./values.ts";

/** The value of a JSON text; undefined when it is not JSON, or is nested more deeply than properties may be. */
export function json(text: string): unknown {
  if (depthOf(text) > deepest) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The most brackets that are open at once in a JSON text. */
function depthOf(text: string): number {
  let [open, most, quoted] = [0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') quoted = !quoted;
    else if (quoted) at += character === "\\" ? 1 : 0;
    else if (character === "[" || character === "{") {
      open += 1;
      most = Math.max(most, open);
    } else if (character === "]" || character === "}") open -= 1;
  }
  return most;
}
