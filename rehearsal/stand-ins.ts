import type { ConfigMap } from "@pulumi/pulumi/automation/index.js";

export interface StandIns {
  /** The configuration without secrets: a nested one is a placeholder, which keeps its place in a list. */
  open: Record<string, unknown>;
  /** Stand-ins for the secrets at the top, by key. */
  top: ConfigMap;
  /** Stand-ins for the secrets inside objects and lists, by path. */
  nested: ConfigMap;
}

/** What stands in for the secrets of a stack file, which cannot be decrypted here. */
export function standIns(config: Readonly<Record<string, unknown>>): StandIns {
  const all = Object.entries(config);
  const nested: ConfigMap = {};
  const open = all.filter(([, value]) => !isSecret(value)).map(([key, value]) => [key, opened(value, key, nested)]);
  const top = all.filter(([, value]) => isSecret(value)).map(([key]) => [key, standIn(key)]);
  return { open: Object.fromEntries(open), top: Object.fromEntries(top), nested };
}

/** A value with placeholders for its secrets, which are added to the stand-ins. */
function opened(value: unknown, at: string, found: ConfigMap): unknown {
  if (isSecret(value)) {
    found[at] = standIn(at);
    return "";
  }
  if (Array.isArray(value)) return value.map((each, index) => opened(each, `${at}[${index}]`, found));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [
    key,
    opened(each, `${at}[${JSON.stringify(key)}]`, found),
  ]);
  return Object.fromEntries(entries);
}

function isSecret(value: unknown): value is { secure: unknown } {
  return typeof value === "object" && value !== null && "secure" in value && Object.keys(value).length === 1;
}

/** A secret that says what it is, in a form that addresses must have. */
function standIn(at: string) {
  const isMail = /mail[^[]*$/i.test(at);
  return { value: isMail ? "secret@rehearsal.example.com" : "https://secret.rehearsal.example.com", secret: true };
}
