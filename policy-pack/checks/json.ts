import { deepest } from "./values.ts";

/** How long a JSON text may be that rules read, in characters: AWS's longest documents have 1 MB. */
const longest = 1_048_576;

/** The value of a JSON text; undefined when it is not JSON, or is nested more deeply than properties may be. */
export function json(text: string): unknown {
  if (text !== last.text) last = { text, value: parsed(text) };
  return last.value;
}

/** The last text: the rules of a resource read the same one after another. */
let last: { text: string; value: unknown } = { text: "", value: undefined };

function parsed(text: string): unknown {
  return text.length > longest || depthOf(text) > deepest ? undefined : file(text);
}

/** The value of a file of JSON, however long it is, such as a plan or a state; undefined when it is not JSON. */
export function file(text: string): unknown {
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
