import type { Environment } from "./environment.ts";
import type { Settings } from "./settings.ts";

export type Severity = "low" | "medium" | "high" | "critical";
export type Level = "mandatory" | "advisory" | "disabled";
export type Props = Record<string, unknown>;

/** A resource, as registered by the program. */
export interface Resource {
  type: string;
  name: string;
  urn: string;
  props: Props;
  options?: { protect?: boolean; parent?: string; ignoreChanges?: readonly string[] };
  /** The inputs of its provider, which have its default tags. */
  providerInputs?: Props;
}

/** A resource with the URNs of its dependencies. */
export interface StackResource extends Resource {
  dependencies?: readonly string[];
  propertyDependencies?: Record<string, readonly string[]>;
}

/** The resources of a stack and how they refer to each other: known values decide, and dependencies stand for unknown ones. */
export interface Graph {
  readonly resources: readonly StackResource[];
  /** Resources of these types, in any version. */
  of(...types: readonly string[]): StackResource[];
  /** Resources of a type that a property of another refers to; where several may be meant, the rule is judged for each (`Guess`). */
  targets(from: StackResource, path: string, type: string): StackResource[];
  /** Resources of any type that a property of another depends on and refers to. */
  uses(from: StackResource, path: string): StackResource[];
  /** Resources of these types with a property that refers to the given one. */
  referrers(to: StackResource, path: string, ...types: readonly string[]): StackResource[];
  /** Whether one resource depends on the other. */
  waits(from: StackResource, on: StackResource): boolean;
}

/** The result of a check: pass, fail with the reason, or undecided because of a value that is not known yet. */
export type Verdict = { kind: "pass" } | Wrong | Open;
export type Wrong = { kind: "fail"; wrong: string };
export type Open = { kind: "undecided"; path: string };

/** What a check looks at: the properties of a resource, or one element of a list in them. */
export interface Scope {
  resource: Resource;
  environment: Environment;
  settings: Settings;
  value: unknown;
  path: string;
}

export type Check = (scope: Scope) => Verdict;

/** The finding of a stack rule on one resource. */
export interface Complaint {
  resource: StackResource;
  verdict: Wrong | Open;
}

/** The texts and levels that every rule has. */
export interface About {
  /** `<area>-<what>`, unique. */
  name: string;
  /** The rule as a statement. */
  description: string;
  /** The risk when the rule is broken, in one or two sentences. */
  why: string;
  severity: Severity;
  levels: Record<Environment, Level>;
  /** Advisory outside the setting ownProjects: what the rule asks for may be in another stack, or is a matter of style. */
  ownOnly?: boolean;
  /** Identifiers of the controls of frameworks that require the same; empty for the platform's own rules. */
  controls: readonly string[];
  /** What to change, naming the property. */
  fix: string;
}

/** Properties that break one clause of a control: what is changed in properties that comply. */
export interface Clause {
  controls: readonly string[];
  /** The type, where it is not the rule's first. */
  type?: string;
  /** Properties that comply, where they are not the rule's example. */
  ok?: Props;
  /** The changes that break the clause; undefined removes a property. */
  bad: Props;
}

/** A rule over one resource. */
export interface ResourceRule extends About {
  /** Type tokens, or `*` for every resource. */
  types: readonly string[];
  check: Check;
  /** Properties that comply; null where the rule forbids the type. */
  ok: Props | null;
  /** Properties that do not comply. */
  bad: Props;
  /** Every control that shares its framework with another of the rule, and every further clause of a control. */
  clauses?: readonly Clause[];
  /** The verdict in prod on a resource of the first type without any property. */
  absent: Verdict["kind"];
  /** The verdict in prod on a resource of the first type whose properties are all not known yet. */
  unknown: Verdict["kind"];
}

/** A rule over the relations between resources. */
export interface StackRule extends About {
  find: (graph: Graph, environment: Environment, settings: Settings) => Complaint[];
  /** Resources that comply. */
  ok: readonly StackResource[];
  /** Resources that do not comply. */
  bad: readonly StackResource[];
  /** As for a rule over one resource. */
  clauses?: readonly {
    controls: readonly string[];
    ok: readonly StackResource[];
    bad: readonly StackResource[];
  }[];
}

export type Rule = ResourceRule | StackRule;

/** The rules of one AWS service or Kubernetes subject: a page of the reference. */
export interface Service {
  /** The service's name as AWS or Kubernetes writes it. */
  title: string;
  rules: readonly Rule[];
}

/** Rules under the name of their service; several files may have rules of one service. */
export const service = (title: string, rules: readonly Rule[]): Service => ({ title, rules });

const letters = { M: "mandatory", A: "advisory", "-": "disabled" } as const;
type Letter = keyof typeof letters;

/** Levels in dev, staging and prod: M mandatory, A advisory, - off. */
export function levels(of: `${Letter}/${Letter}/${Letter}`): Record<Environment, Level> {
  const level = (at: number): Level => {
    const letter = of.charAt(at);
    return letter === "M" ? letters.M : letter === "A" ? letters.A : letters["-"];
  };
  return { dev: level(0), staging: level(2), prod: level(4) };
}

/** The level of a rule in an environment, in a stack of an own project or of another one. */
export function levelOf({ levels: of, ownOnly }: About, environment: Environment, foreign: boolean): Level {
  return foreign && ownOnly === true && of[environment] === "mandatory" ? "advisory" : of[environment];
}
