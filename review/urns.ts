import type { Made } from "../rehearsal/proofs/graph.ts";
import type { Plan } from "./section.ts";

/** The URN in a plan of what the program registered, by type and name; undefined for what the plan does not have. */
export function urns({
  resources,
}: Pick<Plan, "resources">): (made: Pick<Made, "type" | "name">) => string | undefined {
  const known = new Map(resources.map(({ type, name, urn }) => [`${type} ${name}`, urn]));
  return ({ type, name }) => known.get(`${type} ${name}`);
}
