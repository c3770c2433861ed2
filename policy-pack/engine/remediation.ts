import type { Environment } from "../checks/environment.ts";
import { type About, levels, type Props, type Resource, type ResourceRule } from "../checks/rule.ts";
import { isObject } from "../checks/schema.ts";
import type { Settings } from "../checks/settings.ts";
import { deepest, unproxied } from "../checks/values.ts";
import { evaluateRule } from "./evaluate.ts";
import { resourceRules } from "./rules.ts";

/** The properties that a rule may add in dev, by path: only missing ones, since a written value is intended. */
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

/** Whether a rule adds missing properties: in dev only, because elsewhere the code must set them. */
export function remediates({ name, levels: of }: ResourceRule, environment: Environment): boolean {
  return environment === "dev" && of.dev === "mandatory" && Object.hasOwn(additions, name);
}

/** The properties with the missing ones added; undefined when the rule fails all the same. */
export function added(
  rule: ResourceRule,
  resource: Resource,
  environment: Environment,
  settings: Settings,
): Props | undefined {
  if (!rule.types.includes(resource.type) || evaluateRule(rule, resource, environment, settings).kind !== "fail")
    return;
  const raw = unproxied(resource.props);
  if (!isObject(raw) || holdsAsset(raw)) return;
  const defaults = Array.isArray(raw["__defaults"]) ? raw["__defaults"].map(String) : [];
  const props = Object.entries(additions[rule.name] ?? {}).reduce<Props>(
    (made, [path, value]) => put(made, path.split("."), value, defaults),
    raw,
  );
  return evaluateRule(rule, { ...resource, props }, environment, settings).kind === "pass" ? props : undefined;
}

/** Sets a value where it is missing or only the provider's default, which the inputs list in `__defaults`. */
function put(into: Props, [key = "", ...rest]: readonly string[], value: unknown, defaults: readonly string[]): Props {
  const found = into[key];
  const free = found === undefined || found === null || defaults.includes(key);
  if (rest.length === 0) return free ? { ...into, [key]: value } : into;
  if (free) return { ...into, [key]: put({}, rest, value, []) };
  return isObject(found) ? { ...into, [key]: put(found, rest, value, []) } : into;
}

/** A remediation, because only remediations see which values are secret. */
export const secretWrapped: About = {
  name: "secret-input-wrapped",
  description: "AWS and Kubernetes inputs that hold a secret are wrapped as Pulumi secrets.",
  why: "A password passed as a plain string is written to the state and shown in previews, where every reader of the state or the build log can take it.",
  severity: "critical",
  levels: levels("M/M/M"),
  controls: [],
  fix: "set the input to pulumi.secret(…)",
};

/** Whether a value contains an asset, which the SDK does not return to the engine as a whole; deep values may. */
export function holdsAsset(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return false;
  const marked = "__pulumiAsset" in value || "__pulumiArchive" in value;
  return marked || depth > deepest || Object.values(value).some((inner) => holdsAsset(inner, depth + 1));
}

/** The names of the rules that may add properties. */
export const remedied: readonly string[] = resourceRules.map(({ name }) => name).filter((name) => name in additions);
