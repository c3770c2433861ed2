import type { Environment } from "../checks/environment.ts";
import { file } from "../checks/json.ts";
import { leaves } from "../checks/plaintext.ts";
import { type About, levels } from "../checks/rule.ts";
import { isObject } from "../checks/schema.ts";
import { secretMark, signature } from "../checks/sdk-signatures.ts";
import { credential, isPlaintextSecret } from "../checks/secret-patterns.ts";
import { sensitive } from "../checks/sensitive-inputs.ts";
import type { Exemption } from "../checks/settings.ts";
import { finding, type GateFinding, type Settled, settled } from "./approvals.ts";

const noPlaintext: About = {
  name: "state-no-plaintext-secret-output",
  description: "Pulumi state holds no plaintext secrets in inputs, outputs or stack exports.",
  why: "Every reader of the state file obtains the credential, also from old versions of the file, and can use it until it is replaced.",
  severity: "critical",
  levels: levels("M/M/M"),
  controls: [],
  fix: "change the value to pulumi.secret(…) or name it in the resource option additionalSecretOutputs, and replace the exposed secret",
};

/** Rules over a stored state: policies see decrypted values only. */
export const stateRules: readonly About[] = [noPlaintext];

/** The resources in the output of `pulumi stack export`; undefined for other input. */
export function stored(text: string): Record<string, unknown>[] | undefined {
  const state = file(text);
  const deployment = isObject(state) ? state["deployment"] : undefined;
  if (!isObject(deployment) || !isObject(deployment["manifest"])) return undefined;
  const { resources = [] } = deployment;
  return Array.isArray(resources) ? resources.filter(isObject) : undefined;
}

/** The plaintext secrets in a state. */
export function evaluateState(
  resources: readonly Record<string, unknown>[],
  environment: Environment,
  approvals: readonly Exemption[],
  today: Date,
): Settled {
  const all = resources.flatMap((each): GateFinding[] => {
    const { urn, type } = each;
    if (typeof urn !== "string" || typeof type !== "string") return [];
    const open = [...openIn(each, type, "inputs"), ...openIn(each, type, "outputs")];
    const wrong = `has plaintext in ${open.slice(0, 5).join(", ")}${open.length > 5 ? " and more" : ""}`;
    return open.length === 0 ? [] : finding(noPlaintext, environment, { op: "stored", urn, type }, wrong);
  });
  return settled(all, approvals, today);
}

/** Paths of plaintext secrets: by the table of inputs, additionalSecretOutputs, or the shape of the value. */
function openIn(resource: Record<string, unknown>, type: string, side: "inputs" | "outputs"): string[] {
  const values = opened(resource[side]);
  const own = side === "outputs" ? resource["additionalSecretOutputs"] : [];
  const paths = [
    ...(Object.hasOwn(sensitive, type) ? (sensitive[type] ?? []) : []),
    ...(Array.isArray(own) ? own : []),
  ];
  const listed = paths.flatMap((path) => ends(values, String(path).split("."), []));
  const isStack = type === "pulumi:pulumi:Stack";
  const telling = [...leaves(values, "", "")].flatMap(({ name, path, text }) => {
    if (typeof text !== "string") return [];
    return credential(text) !== undefined || (isStack && isPlaintextSecret(name, text)) ? [path] : [];
  });
  return [...new Set([...listed, ...telling])].map((path) => `${side}.${path}`);
}

/** The value without its encrypted parts. */
function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened);
  if (!isObject(value)) return value;
  if (value[signature] === secretMark) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, opened(inner)]));
}

/** The paths that match a path with wildcards and have a value. */
function ends(value: unknown, [key, ...rest]: readonly string[], at: readonly string[]): string[] {
  if (value === undefined || value === null || value === "") return [];
  if (key === undefined) return isEmpty(value) ? [] : [at.join(".")];
  if (Array.isArray(value) && key !== "*")
    return value.flatMap((each, index) => ends(each, [key, ...rest], [...at, String(index)]));
  if (typeof value !== "object") return [];
  return keysOf(value, key).flatMap((each) => ends(Reflect.get(value, each), rest, [...at, each]));
}

/** The keys of an object that a part of a path names: one, or with a wildcard all. */
function keysOf(value: object, key: string): string[] {
  if (key === "*") return Object.keys(value);
  return Object.hasOwn(value, key) ? [key] : [];
}

/** Whether a value is empty, or encrypted as a whole. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "object" && Object.values(value).every(isEmpty);
}
