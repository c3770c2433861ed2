import { fail, undecided } from "../checks/conditions.ts";
import { everyCandidate, type Guess, type Guessed, type graphs } from "../checks/graph.ts";
import type { Complaint, Graph, StackResource } from "../checks/rule.ts";

/** In how many ways, at most, a rule is judged that depends on references which are not known yet. */
const mostWays = 16;

const way = (pick: Guess["pick"]): Guess => ({ pick, guessed: [] });
const isFail = ({ verdict }: Complaint) => verdict.kind === "fail";

/**
 * The complaints of a stack rule: those that hold however references turn out that are not known yet, and one undecided
 * complaint for each resource about which the rule would complain in some of the ways only.
 */
export function complaintsOf(graphOf: ReturnType<typeof graphs>, find: (graph: Graph) => Complaint[]): Complaint[] {
  const guess = everyCandidate();
  const all = find(graphOf(guess));
  const first = guess.guessed[0];
  if (first === undefined) return all;
  const judged = (pick: Guess["pick"]) => find(graphOf(way(pick)));
  const most = Math.max(...guess.guessed.map(({ candidates }) => candidates.length));
  const ways = [all, ...Array.from({ length: Math.min(most, mostWays) }, (_, index) => judged(() => index))];
  // Candidates that are not tried may be the right ones: then only what holds without any of them is certain.
  if (most > mostWays) ways.push(judged(() => "none"));
  const certain = shortages(guess.guessed, all, (group) => judged((each) => (each === group ? "none" : "every")));
  const resources = [...new Set(ways.flat().map(({ resource }) => resource))];
  return resources.flatMap((resource) => certain.get(resource) ?? settled(resource, ways, first));
}

function settled(resource: StackResource, ways: readonly (readonly Complaint[])[], { by, path }: Guessed): Complaint[] {
  const own = ways.map((each) => each.filter((complaint) => complaint.resource === resource));
  const [whole = [], ...rest] = own;
  if (own.every((each) => each.some(isFail))) {
    const always = whole.filter((each) => rest.every((other) => other.some((one) => isSame(each, one))));
    return always.some(isFail) ? always : whole.filter(isFail).slice(0, 1);
  }
  const open = own.flat().find(({ verdict }) => verdict.kind === "undecided");
  return [open ?? { resource, verdict: undecided(by === resource ? path : `${path} of "${by.name}"`) }];
}

/**
 * Complaints about resources that need a reference each, where there are fewer references than resources: one of them
 * has none, however they turn out. `without` has the complaints if the references of a group mean no candidate.
 */
function shortages(
  guessed: readonly Guessed[],
  all: readonly Complaint[],
  without: (group: string) => readonly Complaint[],
): ReadonlyMap<StackResource, Complaint[]> {
  const found = new Map<StackResource, Complaint[]>();
  const failing = new Set(all.filter(isFail).map(({ resource }) => resource));
  for (const [group, references] of Map.groupBy(guessed, (each) => each.group)) {
    const candidates = new Set(references.flatMap((each) => each.candidates));
    const count = new Set(references.map(({ by }) => by)).size;
    if (count >= candidates.size) continue;
    const needy = without(group).filter(
      (each) => isFail(each) && candidates.has(each.resource) && !failing.has(each.resource),
    );
    const last = needy.at(-1);
    if (last?.verdict.kind !== "fail" || new Set(needy.map(({ resource }) => resource)).size <= count) continue;
    const others = needy
      .filter(({ resource }) => resource !== last.resource)
      .map(({ resource }) => `"${resource.name}"`);
    const wrong = `${last.verdict.wrong}, or one of ${others.join(", ")} has none`;
    if (!found.has(last.resource)) found.set(last.resource, [{ resource: last.resource, verdict: fail(wrong) }]);
  }
  return found;
}

function isSame({ verdict: one }: Complaint, { verdict: other }: Complaint): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
