import type { Environment } from "./environment.ts";
import type { Graph } from "./graph.ts";
import type { Settings } from "./settings.ts";

export type Severity = "low" | "medium" | "high" | "critical";
export type Level = "mandatory" | "advisory" | "disabled";
export type Props = Record<string, unknown>;

/** A resource as the rules see it, before it exists. */
export interface Resource {
  type: string;
  name: string;
  urn: string;
  props: Props;
  options?: { protect?: boolean; parent?: string; ignoreChanges?: readonly string[] };
  /** Inputs of its provider: the tags that it adds to every resource are read there. */
  providerInputs?: Props;
}

/** A resource as stack rules see it: with what it depends on, by URN. */
export interface StackResource extends Resource {
  dependencies?: readonly string[];
  propertyDependencies?: Record<string, readonly string[]>;
}

/** What a check says: it holds, it does not and why, or it hangs on a value that is not known yet. */
export type Verdict = { kind: "pass" } | Wrong | Open;
export type Wrong = { kind: "fail"; wrong: string };
export type Open = { kind: "undecided"; path: string };

/** Where a check looks: at a resource's properties, or inside them at an element of a list. */
export interface Scope {
  resource: Resource;
  environment: Environment;
  settings: Settings;
  value: unknown;
  path: string;
}

export type Check = (scope: Scope) => Verdict;

/** What a stack rule says of one resource. */
export interface Complaint {
  resource: StackResource;
  verdict: Wrong | Open;
}

export interface About {
  /** `<area>-<what>`, unique. */
  name: string;
  /** The rule as a statement. */
  description: string;
  severity: Severity;
  levels: Record<Environment, Level>;
  /** Identifiers of the controls that ask for the same; none where the rule is the platform's own. */
  controls: readonly string[];
  /** What to do, naming the property. */
  fix: string;
}

/** A rule over one resource. */
export interface ResourceRule extends About {
  /** Type tokens, or `*` for every resource. */
  types: readonly string[];
  check: Check;
  /** Properties that comply; null where the type itself is what the rule forbids. */
  ok: Props | null;
  /** Properties that do not. */
  bad: Props;
}

/** A rule over how resources stand to each other. */
export interface StackRule extends About {
  check: (graph: Graph, environment: Environment, settings: Settings) => Complaint[];
  ok: readonly StackResource[];
  bad: readonly StackResource[];
}

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
