import { type Link, links, memo, pushTo } from "./links.ts";
import type { Graph, StackResource } from "./rule.ts";
import { stable } from "./type-aliases.ts";

/** A reference whose value is not known yet, and which several resources may be meant by. */
export interface Guessed {
  readonly by: StackResource;
  readonly path: string;
  /** The same for all references from one type through one property to one type. */
  readonly group: string;
  readonly candidates: readonly StackResource[];
}

/**
 * One way in which references turn out whose values are not known yet, and which several resources may be meant by:
 * a program may build an output from many resources, and then every property made of it depends on them all.
 */
export interface Guess {
  /** Which of the candidates is meant by the references of a group: one of them by its index, "every" or "none". */
  pick(group: string): number | "every" | "none";
  /** The references that were guessed. */
  readonly guessed: Guessed[];
}

/** The way in which a reference that may mean several means all of them. */
export const everyCandidate = (): Guess => ({ pick: () => "every", guessed: [] });

/** The graph of a stack's resources, in which a reference that may mean several means all of them. */
export function graph(resources: readonly StackResource[]): Graph {
  return graphs(resources)(everyCandidate());
}

/** The graphs of a stack's resources by guess; what is guessed is noted in it. */
export function graphs(resources: readonly StackResource[]): (guess: Guess) => Graph {
  const all = links(resources);
  const of = (...types: readonly string[]) => types.flatMap((type) => all.of(type));

  return (guess) => {
    const chosen = ({ from, candidates }: Link, path: string, type: string): readonly StackResource[] => {
      if (candidates.length === 0) return [];
      const group = `${stable(from.type)} ${path} ${type}`;
      guess.guessed.push({ by: from, path, group, candidates });
      const pick = guess.pick(group);
      if (pick === "none") return [];
      return pick === "every" ? candidates : candidates.slice(pick % candidates.length).slice(0, 1);
    };
    const targets = (from: StackResource, path: string, type: string) => {
      const link = all.link(from, path, type);
      return [...link.meant, ...chosen(link, path, type)];
    };
    const guessedReferrers = memo((types: string) =>
      memo((path: string) => memo((to: string) => byChoice(all.referrers(types, path, to).open, path, to))),
    );
    function byChoice(open: readonly Link[], path: string, to: string): Map<StackResource, StackResource[]> {
      const referring = new Map<StackResource, StackResource[]>();
      for (const link of open) for (const each of chosen(link, path, to)) pushTo(referring, each, link.from);
      return referring;
    }
    return {
      resources,
      of,
      targets,
      uses: (from, path) => {
        const types = new Set(all.edges(from, path).map(({ type }) => stable(type)));
        return [...types].flatMap((type) => targets(from, path, type));
      },
      referrers: (to, path, ...types) => {
        const type = stable(to.type);
        return types.flatMap((each) => {
          const meaning = all.referrers(each, path, type).of.get(to) ?? [];
          const guessing = guessedReferrers(each)(path)(type).get(to) ?? [];
          return guessing.length === 0 ? meaning : [...new Set([...meaning, ...guessing])];
        });
      },
      waits: (from, on) => (from.dependencies ?? []).includes(on.urn),
    };
  };
}
