import { fail, pass, undecided } from "./conditions.ts";
import { json } from "./json.ts";
import type { Check } from "./rule.ts";
import { credential, hasSecretName, isPlaintextSecret } from "./secret-patterns.ts";
import { known, plain, unknown, word } from "./values.ts";

/** A string or unknown value with its name: its key, or the `name` next to its `value`. */
interface Leaf {
  name: string;
  path: string;
  text: string | typeof unknown;
}

/** Every string inside a value, including strings inside JSON text. */
export function* leaves(from: unknown, name: string, path: string): Generator<Leaf> {
  if (typeof from === "string" || from === unknown) yield { name, path, text: from };
  if (typeof from === "string" && /^\s*[[{]/.test(from)) yield* leaves(plain(json(from)), name, path);
  if (typeof from !== "object" || from === null) return;
  const below = path === "" ? "" : `${path}.`;
  for (const [key, inner] of Object.entries(from)) yield* leaves(inner, nameOf(from, name, key), `${below}${key}`);
}

/** The name of the value under a key: of a list's element, the list's; of a `value`, the `name` next to it. */
function nameOf(from: object, name: string, key: string): string {
  if (Array.isArray(from)) return name;
  if (key !== "value") return key;
  // CodeBuild variables of these types hold the name of a parameter or secret, not its value.
  if (/^(?:PARAMETER_STORE|SECRETS_MANAGER)$/.test(word(known(from, "type")))) return "";
  const named = known(from, "name");
  return typeof named === "string" ? named : key;
}

/** Maps whose keys the author chooses, so that a key such as DB_PASSWORD identifies a secret. */
const chosen =
  /^(?:data|stringData)(?:\.|$)|(?:^|\.)(?:(?:runtimeE|e)nvironment(?:Variables)?|variables|containerDefinitions|defaultArguments|settings|values|userData)(?:\.|$)/;

const isScript = /^userData(?:Base64)?$/;

/** The text of a script; launch templates take user data in base64. */
export function decoded(script: string): string {
  return /^[A-Za-z0-9+/=\s]+$/.test(script) ? Buffer.from(script, "base64").toString("utf8") : script;
}

/** The name of a variable that a script sets to a secret. */
export function assigned(script: string): string | undefined {
  const lines = script.matchAll(/^[ \t]*(?:export[ \t]+|set[ \t]+|\$env:)?(\w+)=["']?([^\s"'`(][^\s"']*)/gim);
  return [...lines].find(([, name = "", content = ""]) => isPlaintextSecret(name, content))?.[1];
}

/** No string in the properties is a credential, by its shape or by its name. */
export const noSecret: Check = ({ resource }) => {
  // A Secret is the place for credentials; secret-input-wrapped encrypts them in the state.
  if (/^kubernetes:core\/v1:Secret(?:Patch|List)?$/.test(resource.type)) return pass;
  let open: string | undefined;
  for (const leaf of leaves(resource.props, "", "")) {
    const found = plaintext(leaf);
    if (found !== undefined) return fail(`contains ${found} in ${leaf.path}`);
    if (mayBecomeSecret(leaf)) open = leaf.path;
  }
  return open === undefined ? pass : undecided(open);
};

/** The kind of secret in a leaf, for the message. */
function plaintext({ name, path, text: raw }: Leaf): string | undefined {
  if (raw === unknown) return undefined;
  const text = isScript.test(name) ? decoded(raw) : raw;
  const what = credential(text);
  if (what !== undefined) return what;
  const variable = chosen.test(path) && isPlaintextSecret(name, text) ? name : scriptVariable(name, text);
  return variable === undefined ? undefined : `the value of ${variable}`;
}

function scriptVariable(name: string, text: string): string | undefined {
  return isScript.test(name) ? assigned(text) : undefined;
}

/** Whether a value that is not known yet may be a secret, by its name or because the whole map is unknown. */
function mayBecomeSecret({ name, path, text }: Leaf): boolean {
  return text === unknown && chosen.test(path) && (path === name || hasSecretName(name));
}
