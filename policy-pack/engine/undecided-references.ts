import { undecided } from "../checks/conditions.ts";
import type { Guess, graphs } from "../checks/graph.ts";
import type { Complaint, Graph, StackResource } from "../checks/rule.ts";

/**
 * The complaints of a stack rule: those that hold however references turn out that are not known yet, and one undecided
 * complaint for each resource about which the rule would complain in some of the ways only.
 */
export function complaintsOf(graphOf: ReturnType<typeof graphs>, find: (graph: Graph) => Complaint[]): Complaint[] {
  const guess: Guess = { only: undefined, guessed: [] };
  const all = find(graphOf(guess));
  const first = guess.guessed[0];
  if (first === undefined) return all;
  const most = Math.max(...guess.guessed.map(({ candidates }) => candidates));
  const ways = [all, ...Array.from({ length: most }, (_, only) => find(graphOf({ only, guessed: [] })))];
  const resources = [...new Set(ways.flat().map(({ resource }) => resource))];
  return resources.flatMap((resource) => settled(resource, ways, first));
}

function settled(
  resource: StackResource,
  ways: readonly (readonly Complaint[])[],
  { by, path }: { by: StackResource; path: string },
): Complaint[] {
  const own = ways.map((way) => way.filter((each) => each.resource === resource));
  const [whole = [], ...rest] = own;
  if (own.every((way) => way.some(({ verdict }) => verdict.kind === "fail"))) {
    const always = whole.filter((each) => rest.every((way) => way.some((other) => isSame(each, other))));
    const fails = whole.filter(({ verdict }) => verdict.kind === "fail");
    return always.some(({ verdict }) => verdict.kind === "fail") ? always : fails.slice(0, 1);
  }
  const open = own.flat().find(({ verdict }) => verdict.kind === "undecided");
  return [open ?? { resource, verdict: undecided(by === resource ? path : `${path} of "${by.name}"`) }];
}

function isSame({ verdict: one }: Complaint, { verdict: other }: Complaint): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
