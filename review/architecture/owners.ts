import { components, shortType } from "../components.ts";
import type { End } from "../reach/ends.ts";
import type { Resource, Review } from "../section.ts";
import { urns } from "../urns.ts";

/** The components of a stack with their resources, and which component an end belongs to. */
export interface Owners {
  /** Resources by the URN of their component at the top, its own first. */
  inside: ReadonlyMap<string, readonly Resource[]>;
  /** The component of an end; undefined where the plan does not have its resource. */
  of(end: Pick<End, "made">): Resource | undefined;
}

export function owners({ plan }: Review): Owners {
  const tops = components(plan.resources);
  const known = urns(plan);
  const inside = Map.groupBy(
    plan.resources.filter(({ urn }) => tops.has(urn)),
    ({ urn }) => tops.get(urn)?.urn ?? urn,
  );
  return { inside, of: ({ made }) => tops.get(known(made) ?? "") };
}

/** What a box of a component says below its name: what it is, and how many resources it has. */
export function note(resources: readonly Resource[]): string {
  const [first] = resources;
  const count = resources.filter(({ type }) => !type.startsWith("platform:")).length;
  return `${first === undefined ? "" : shortType(first.type)} · ${count}`;
}
