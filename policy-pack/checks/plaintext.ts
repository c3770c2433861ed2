import { fail, pass, undecided } from "./conditions.ts";
import { json } from "./json.ts";
import type { Check } from "./rule.ts";
import { credential, hasSecretName, isPlaintextSecret } from "./secret-patterns.ts";
import { known, unknown, word } from "./values.ts";

/** A string, or a value that is not known yet, with the name that it goes by: its key, or the `name` beside its `value`. */
interface Leaf {
  name: string;
  path: string;
  text: string | typeof unknown;
}

/** Every string inside a value, also inside JSON that is one of its strings. */
export function* leaves(from: unknown, name: string, path: string): Generator<Leaf> {
  if (typeof from === "string" || from === unknown) yield { name, path, text: from };
  if (typeof from === "string" && /^\s*[[{]/.test(from)) yield* leaves(json(from), name, path);
  if (typeof from !== "object" || from === null) return;
  // CodeBuild says beside the value that it is the name of one elsewhere.
  const named = /^(?:PARAMETER_STORE|SECRETS_MANAGER)$/.test(word(known(from, "type"))) ? "" : known(from, "name");
  for (const [key, inner] of Object.entries(from)) {
    const called = Array.isArray(from) ? name : key === "value" && typeof named === "string" ? named : key;
    yield* leaves(inner, called, path === "" ? key : `${path}.${key}`);
  }
}

/** Maps whose keys are chosen by the writer, so that a telling name tells of a value. */
const chosen =
  /^(?:data|stringData)(?:\.|$)|(?:^|\.)(?:(?:runtimeE|e)nvironment(?:Variables)?|variables|containerDefinitions|defaultArguments|settings|values|userData)(?:\.|$)/;

const isScript = /^userData(?:Base64)?$/;

/** Launch templates take their boot script in base64. */
export function decoded(script: string): string {
  return /^[A-Za-z0-9+/=\s]+$/.test(script) ? Buffer.from(script, "base64").toString("utf8") : script;
}

/** A variable that a script sets to a secret. */
function assigned(script: string): string | undefined {
  const lines = script.matchAll(/^\s*(?:export\s+|set\s+|\$env:)?(\w+)=["']?([^\s"'`(][^\s"']*)/gim);
  return [...lines].find(([, name = "", content = ""]) => isPlaintextSecret(name, content))?.[1];
}

/** No text inside the properties is a credential, and no value is one by its name. */
export const noSecret: Check = ({ resource }) => {
  // A Secret is the place for them, and whether it got them encrypted no validator sees: secret-input-wrapped makes sure.
  if (/^kubernetes:core\/v1:Secret(?:Patch|List)?$/.test(resource.type)) return pass;
  let open: string | undefined;
  for (const leaf of leaves(resource.props, "", "")) {
    const { name, path } = leaf;
    const text = isScript.test(name) && leaf.text !== unknown ? decoded(leaf.text) : leaf.text;
    if (text === unknown) {
      if (chosen.test(path) && (path === name || hasSecretName(name))) open = path;
      continue;
    }
    const what = credential(text);
    if (what !== undefined) return fail(`holds ${what} in ${path}`);
    if (chosen.test(path) && isPlaintextSecret(name, text)) return fail(`holds the value of ${name} in ${path}`);
    const variable = isScript.test(name) ? assigned(text) : undefined;
    if (variable !== undefined) return fail(`holds the value of ${variable} in ${path}`);
  }
  return open === undefined ? pass : undecided(open);
};
