import type { Environment } from "../checks/environment.ts";
import { graph } from "../checks/graph.ts";
import type {
  Level,
  Props,
  Resource,
  ResourceRule,
  Severity,
  StackResource,
  StackRule,
  Verdict,
} from "../checks/rule.ts";
import { defaults, type Settings } from "../checks/settings.ts";
import { hollow, members, patched } from "../checks/type-aliases.ts";
import { plain } from "../checks/values.ts";
import { isSelected } from "./frameworks.ts";
import { resourceRules, stackRules } from "./rules.ts";

/** What a rule has to say of a resource. */
export interface Finding {
  rule: string;
  level: Level;
  severity: Severity;
  urn: string;
  message: string;
  verdict: "fail" | "undecided";
}

/** The rules that the settings ask for, those over one resource by the types that they are about. */
interface Docket {
  ofType: ReadonlyMap<string, readonly ResourceRule[]>;
  ofAll: readonly ResourceRule[];
  ofStack: readonly StackRule[];
}

const dockets = new WeakMap<Settings, Docket>();

function docket(settings: Settings): Docket {
  const known = dockets.get(settings);
  if (known !== undefined) return known;
  const ofType = new Map<string, ResourceRule[]>();
  for (const rule of resourceRules.filter((each) => isSelected(each, settings)))
    for (const type of rule.types) ofType.set(type, [...(ofType.get(type) ?? []), rule]);
  const ofStack = stackRules.filter((each) => isSelected(each, settings));
  const made = { ofType, ofAll: ofType.get("*") ?? [], ofStack };
  dockets.set(settings, made);
  return made;
}

/** What the rules that are on in an environment have to say of a resource; works without an engine. */
export function judgeResource(resource: Resource, environment: Environment, settings = defaults): Finding[] {
  return everyFinding(resource, environment, settings).filter(({ level }) => level !== "disabled");
}

/** The same for the resources of a whole stack and what they are to each other. */
export function judgeStack(
  resources: readonly StackResource[],
  environment: Environment,
  settings = defaults,
): Finding[] {
  return everyStackFinding(resources, environment, settings).filter(({ level }) => level !== "disabled");
}

/** Findings of rules that are off included: the pack's configuration may turn them on. */
export function everyFinding(resource: Resource, environment: Environment, settings = defaults): Finding[] {
  const { ofType, ofAll } = docket(settings);
  const seen = opened(resource);
  const said = (rules: readonly ResourceRule[], of: Resource) =>
    rules.flatMap((rule) => finding(rule, of, verdict(rule, of, environment, settings), environment));
  const own = members(seen).flatMap((each) => {
    const type = patched(each.type);
    if (type === undefined) return said(ofType.get(each.type) ?? [], each);
    const empty = { ...each, type, props: hollow(type) };
    const forbidding = (ofType.get(type) ?? []).filter((rule) => said([rule], empty).length === 0);
    return said(forbidding, { ...each, type });
  });
  return [...own, ...said(ofAll, seen)];
}

/** What a single rule says of a resource of its types. */
export function judgeRule(
  rule: ResourceRule,
  resource: Resource,
  environment: Environment,
  settings: Settings,
): Verdict {
  return verdict(rule, opened(resource), environment, settings);
}

function verdict(rule: ResourceRule, seen: Resource, environment: Environment, settings: Settings): Verdict {
  return rule.check({ resource: seen, environment, settings, value: seen.props, path: "" });
}

export function everyStackFinding(
  resources: readonly StackResource[],
  environment: Environment,
  settings = defaults,
): Finding[] {
  const whole = graph(resources.map(opened));
  return docket(settings).ofStack.flatMap((rule) =>
    rule
      .find(whole, environment, settings)
      .flatMap(({ resource, verdict }) => finding(rule, resource, verdict, environment)),
  );
}

function finding(
  rule: ResourceRule | StackRule,
  resource: Resource,
  verdict: Verdict,
  environment: Environment,
): Finding[] {
  if (verdict.kind === "pass") return [];
  const { name, severity, levels, fix, controls } = rule;
  const because = controls.length === 0 ? "" : ` (${controls.join(", ")})`;
  const wrong = verdict.kind === "fail" ? verdict.wrong : `waits for ${verdict.path}`;
  const message = `${name}: ${kindOf(resource.type)} "${resource.name}" ${wrong}; ${fix}${because}`;
  return [{ rule: name, level: levels[environment], severity, urn: resource.urn, message, verdict: verdict.kind }];
}

/** The last word of a type token, as one would say it: `aws:rds/instance:Instance` is an instance. */
function kindOf(type: string): string {
  const kind = type.split(":").at(-1) ?? type;
  return kind.charAt(0).toLowerCase() + kind.slice(1);
}

/** A resource with its properties as plain data, as rules read them. */
export function opened<Seen extends Resource>(resource: Seen): Seen {
  const { type, providerInputs } = resource;
  const provider = providerInputs === undefined ? {} : { providerInputs: decoded(props(providerInputs)) };
  const own = props(resource.props);
  return { ...resource, props: type.startsWith("pulumi:providers:") ? decoded(own) : own, ...provider };
}

function props(raw: Props): Props {
  const data = plain(raw);
  return typeof data === "object" && data !== null && !Array.isArray(data) ? { ...data } : {};
}

/** The inputs of a provider are text: the SDK turns all that is not into JSON. */
function decoded(inputs: Props): Props {
  return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, json(value)]));
}

function json(value: unknown): unknown {
  if (typeof value !== "string" || !/^(?:[[{]|true$|false$)/.test(value)) return value;
  try {
    return plain(JSON.parse(value));
  } catch {
    return value;
  }
}
