import type { Environment } from "../checks/environment.ts";
import { type About, levels, type Props, type Resource, type ResourceRule } from "../checks/rule.ts";
import { isObject } from "../checks/schema.ts";
import type { Settings } from "../checks/settings.ts";
import { unproxied } from "../checks/values.ts";
import { judgeRule } from "./evaluate.ts";
import { resourceRules } from "./rules.ts";

/** What a rule may add in dev, by path: only where nothing is, since whoever wrote a value meant it. */
const additions: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "vpc-dns-enabled": { enableDnsSupport: true, enableDnsHostnames: true },
  "vpce-private-dns": { privateDnsEnabled: true },
  "eks-control-plane-logs": { enabledClusterLogTypes: ["api", "audit", "authenticator"] },
  "rds-copy-tags-to-snapshot": { copyTagsToSnapshot: true },
  "mq-minor-upgrades": { autoMinorVersionUpgrade: true },
  "lb-drop-invalid-headers": { dropInvalidHeaderFields: true },
  "ecr-scan-on-push": { "imageScanningConfiguration.scanOnPush": true },
  "kms-rotation": { enableKeyRotation: true },
  "ec2-imdsv2": { "metadataOptions.httpTokens": "required", "metadataOptions.httpPutResponseHopLimit": 1 },
  "log-group-retention": { retentionInDays: 30 },
};

/** The rules that add what is missing, in dev only: elsewhere the code must say what is. */
export function remediates({ name, levels: of }: ResourceRule, environment: Environment): boolean {
  return environment === "dev" && of.dev === "mandatory" && Object.hasOwn(additions, name);
}

/** The properties with what the rule misses; nothing when that is not enough, or something else stands there. */
export function added(
  rule: ResourceRule,
  resource: Resource,
  environment: Environment,
  settings: Settings,
): Props | undefined {
  if (!rule.types.includes(resource.type) || judgeRule(rule, resource, environment, settings).kind !== "fail") return;
  const raw = unproxied(resource.props);
  if (!isObject(raw) || holdsAsset(raw)) return;
  const defaults = Array.isArray(raw["__defaults"]) ? raw["__defaults"].map(String) : [];
  const props = Object.entries(additions[rule.name] ?? {}).reduce<Props>(
    (made, [path, value]) => put(made, path.split("."), value, defaults),
    raw,
  );
  return judgeRule(rule, { ...resource, props }, environment, settings).kind === "pass" ? props : undefined;
}

/** Sets a value where there is none, or only the provider's default, which the inputs name in `__defaults`. */
function put(into: Props, [key = "", ...rest]: readonly string[], value: unknown, defaults: readonly string[]): Props {
  const found = into[key];
  const free = found === undefined || found === null || defaults.includes(key);
  if (rest.length === 0) return free ? { ...into, [key]: value } : into;
  if (free) return { ...into, [key]: put({}, rest, value, []) };
  return isObject(found) ? { ...into, [key]: put(found, rest, value, []) } : into;
}

/** Not a rule over what is known: it needs to see which values are secret, and only a remediation does. */
export const secretWrapped: About = {
  name: "secret-input-wrapped",
  description: "AWS and Kubernetes inputs that hold a secret are wrapped as Pulumi secrets.",
  why: "A password passed as a plain string is written to the state and shown in previews, where every reader of the state or the build log can take it.",
  severity: "critical",
  levels: levels("M/M/M"),
  controls: [],
  fix: "set the input to pulumi.secret(…)",
};

/** The SDK hands assets back to the engine in pieces (of an archive only the names): such a resource is left alone. */
export function holdsAsset(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const marked = "__pulumiAsset" in value || "__pulumiArchive" in value;
  return marked || Object.values(value).some(holdsAsset);
}

/** The rules by name that may change what they judge. */
export const remedied: readonly string[] = resourceRules.map(({ name }) => name).filter((name) => name in additions);
