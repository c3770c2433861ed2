import { allTexts, text } from "../../../commands/inputs.ts";
import type { Made } from "../../../rehearsal/proofs/graph.ts";
import type { Plan, Resource } from "../../section.ts";

/** Why one resource is created after another. */
export type Kind = "reference" | "provider" | "parent" | "wait";

/** A dependency of a resource. */
export interface Edge {
  /** URN of the resource that comes first. */
  on: string;
  kind: Kind;
  /** Inputs whose value comes from it, or waits for it. */
  inputs: readonly string[];
}

/** What comes before each resource, by its URN. */
export type Edges = ReadonlyMap<string, readonly Edge[]>;

/**
 * The order in which the engine creates the resources of a plan. A reference is an input whose value AWS computes of the
 * other resource; an input may wait for more than its value comes from, as dependsOn does.
 */
export function edgesOf({ resources }: Plan, made: readonly Made[]): Edges {
  const known = new Map(resources.map((each) => [each.urn, each]));
  const values = new Map(made.map((each) => [key(each), each]));
  return new Map(resources.map((resource) => [resource.urn, edges(resource, known, values)]));
}

const key = ({ type, name }: Pick<Made, "type" | "name">) => `${type} ${name}`;

function edges(resource: Resource, known: ReadonlyMap<string, Resource>, values: ReadonlyMap<string, Made>): Edge[] {
  const { dependencies, provider, parent, propertyDependencies } = resource;
  const waits = [...new Set(dependencies)].flatMap((on): Edge[] => {
    const other = known.get(on);
    if (other === undefined) return [];
    const inputs = Object.keys(propertyDependencies).filter((input) => propertyDependencies[input]?.includes(on));
    const from = inputs.filter((input) => comesFrom(values.get(key(resource)), input, values.get(key(other))));
    return from.length > 0 ? [{ on, kind: "reference", inputs: from }] : [{ on, kind: "wait", inputs }];
  });
  const first = [
    { on: provider, kind: "provider" },
    { on: parent, kind: "parent" },
  ] as const;
  return [...waits, ...first.flatMap((each): Edge[] => (known.has(each.on) ? [{ ...each, inputs: [] }] : []))];
}

/** Whether the value of an input is, or has in it, something that names the other resource. */
function comesFrom(resource: Made | undefined, input: string, other: Made | undefined): boolean {
  if (resource === undefined || other === undefined) return false;
  const value = allTexts(resource.inputs[input]);
  const { computed, given } = identities(other);
  return (
    computed.some((token) => value.some((each) => each.includes(token))) || given.some((name) => value.includes(name))
  );
}

/** What AWS computes of a resource, with its ID; and the names that its inputs give it. */
function identities({ inputs, outputs }: Made): { computed: string[]; given: string[] } {
  const own = new Set(allTexts(inputs));
  const named = [outputs["id"], outputs["arn"], outputs["name"]].filter((each) => typeof each === "string");
  const names = Object.entries(inputs).filter(([key]) => /name$|identifier$/i.test(key));
  return {
    computed: [...named, ...allTexts(outputs).filter((each) => !own.has(each))].filter((each) => each.length > 3),
    given: [...allTexts(Object.fromEntries(names)), ...metadataName(inputs)],
  };
}

/** The name of a Kubernetes object. */
function metadataName(inputs: Made["inputs"]): string[] {
  const name = text(inputs, "metadata.name");
  return name === undefined ? [] : [name];
}
