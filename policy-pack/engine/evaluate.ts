import { type Environment, projectOfUrn } from "../checks/environment.ts";
import { graphs } from "../checks/graph.ts";
import {
  type Level,
  levelOf,
  type Props,
  type Resource,
  type ResourceRule,
  type Severity,
  type StackResource,
  type StackRule,
  type Verdict,
} from "../checks/rule.ts";
import { defaults, type Settings } from "../checks/settings.ts";
import { hollow, members, patched } from "../checks/type-aliases.ts";
import { plain } from "../checks/values.ts";
import { isSelected } from "./frameworks.ts";
import { referenceTo, resourceRules, stackRules } from "./rules.ts";
import { complaintsOf } from "./undecided-references.ts";

/** A failed or undecided check of a rule on a resource. */
export interface Finding {
  rule: string;
  level: Level;
  severity: Severity;
  urn: string;
  message: string;
  verdict: "fail" | "undecided";
}

/** The rules that the settings select; rules over one resource are indexed by type. */
interface Selection {
  ofType: ReadonlyMap<string, readonly ResourceRule[]>;
  ofAll: readonly ResourceRule[];
  ofStack: readonly StackRule[];
}

const selections = new WeakMap<Settings, Selection>();

function selected(settings: Settings): Selection {
  const known = selections.get(settings);
  if (known !== undefined) return known;
  const ofType = new Map<string, ResourceRule[]>();
  for (const rule of resourceRules.filter((each) => isSelected(each, settings)))
    for (const type of rule.types) ofType.set(type, [...(ofType.get(type) ?? []), rule]);
  const ofStack = stackRules.filter((each) => isSelected(each, settings));
  const made = { ofType, ofAll: ofType.get("*") ?? [], ofStack };
  selections.set(settings, made);
  return made;
}

/** The findings on a resource of the rules that are enabled in an environment; needs no engine. */
export function evaluateResource(resource: Resource, environment: Environment, settings = defaults): Finding[] {
  return everyFinding(resource, environment, settings).filter(({ level }) => level !== "disabled");
}

/** The findings of the enabled stack rules on the resources of a stack. */
export function evaluateStack(
  resources: readonly StackResource[],
  environment: Environment,
  settings = defaults,
): Finding[] {
  return everyStackFinding(resources, environment, settings).filter(({ level }) => level !== "disabled");
}

/** The findings on a resource, disabled rules included, because the configuration may enable them. */
export function everyFinding(resource: Resource, environment: Environment, settings = defaults): Finding[] {
  const { ofType, ofAll } = selected(settings);
  const seen = plainResource(resource);
  const found = (rules: readonly ResourceRule[], of: Resource) =>
    rules.flatMap((rule) => finding(rule, of, verdict(rule, of, environment, settings), environment, settings));
  const own = members(seen).flatMap((each) => {
    const type = patched(each.type);
    if (type === undefined) return found(ofType.get(each.type) ?? [], each);
    const empty = { ...each, type, props: hollow(type) };
    const forbidding = (ofType.get(type) ?? []).filter((rule) => found([rule], empty).length === 0);
    return found(forbidding, { ...each, type });
  });
  return [...own, ...found(ofAll, seen)];
}

/** The verdict of one rule on a resource of its types. */
export function evaluateRule(
  rule: ResourceRule,
  resource: Resource,
  environment: Environment,
  settings: Settings,
): Verdict {
  return verdict(rule, plainResource(resource), environment, settings);
}

function verdict(rule: ResourceRule, seen: Resource, environment: Environment, settings: Settings): Verdict {
  return rule.check({ resource: seen, environment, settings, value: seen.props, path: "" });
}

/** The findings of stack rules, disabled rules included. */
export function everyStackFinding(
  resources: readonly StackResource[],
  environment: Environment,
  settings = defaults,
): Finding[] {
  const graphOf = graphs(resources.map(plainResource));
  return selected(settings).ofStack.flatMap((rule) =>
    complaintsOf(graphOf, (graph) => rule.find(graph, environment, settings)).flatMap(({ resource, verdict }) =>
      finding(rule, resource, verdict, environment, settings),
    ),
  );
}

function finding(
  rule: ResourceRule | StackRule,
  resource: Resource,
  verdict: Verdict,
  environment: Environment,
  settings: Settings,
): Finding[] {
  if (verdict.kind === "pass") return [];
  const { name, severity, fix, controls } = rule;
  const level = levelOf(rule, environment, !settings.ownProjects.includes(projectOfUrn(resource.urn)));
  const because = controls.length === 0 ? "" : ` (${controls.join(", ")})`;
  const wrong = verdict.kind === "fail" ? verdict.wrong : `needs ${verdict.path}, which is not known yet`;
  const message = `${name}: ${kindOf(resource.type)} "${resource.name}" ${wrong}; ${fix}${because}; see ${referenceTo(name)}`;
  return [{ rule: name, level, severity, urn: resource.urn, message, verdict: verdict.kind }];
}

/** The kind in a type token: `aws:rds/instance:Instance` is an instance. */
function kindOf(type: string): string {
  const kind = type.split(":").at(-1) ?? type;
  return kind.charAt(0).toLowerCase() + kind.slice(1);
}

/** A resource with its properties as plain data, which rules read. */
export function plainResource<Seen extends Resource>(resource: Seen): Seen {
  const { type, providerInputs } = resource;
  const provider = providerInputs === undefined ? {} : { providerInputs: decoded(props(providerInputs)) };
  const own = props(resource.props);
  return { ...resource, props: type.startsWith("pulumi:providers:") ? decoded(own) : own, ...provider };
}

function props(raw: Props): Props {
  const data = plain(raw);
  return typeof data === "object" && data !== null && !Array.isArray(data) ? { ...data } : {};
}

/** The inputs of a provider are strings: the SDK encodes other values as JSON. */
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
