import type { Graph, StackResource } from "./rule.ts";
import { stable } from "./type-aliases.ts";
import { list, read, text, unknown } from "./values.ts";

/** Properties of a resource that a reference to it may hold. */
const handles = ["id", "arn", "name", "bucket", "keyId", "dnsName"] as const;

/**
 * One way in which references turn out whose values are not known yet, and which several resources may be meant by:
 * a program may build an output from many resources, and then every property made of it depends on them all.
 */
export interface Guess {
  /** Which of the candidates is meant; all of them where it is undefined. */
  readonly only: number | undefined;
  /** The references that were guessed: their property, and how many resources may be meant. */
  readonly guessed: { readonly by: StackResource; readonly path: string; readonly candidates: number }[];
}

/** The graph of a stack's resources, in which a reference that may mean several means all of them. */
export function graph(resources: readonly StackResource[]): Graph {
  return graphs(resources)({ only: undefined, guessed: [] });
}

/** The graphs of a stack's resources by guess; what is guessed is noted in it. */
export function graphs(resources: readonly StackResource[]): (guess: Guess) => Graph {
  const byType = Map.groupBy(resources, ({ type }) => stable(type));
  const of = (...types: readonly string[]) => types.flatMap((type) => byType.get(type) ?? []);
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const edges = (from: StackResource, path: string) =>
    (from.propertyDependencies?.[topOf(path)] ?? []).flatMap((urn) => byUrn.get(urn) ?? []);

  return (guess) => {
    const targets = (from: StackResource, path: string, type: string) => {
      const linked = edges(from, path).filter((target) => stable(target.type) === type);
      if (linked.length === 0) return of(type).filter((target) => holds(list(from.props, path), target));
      const { strings, open } = leaves(from, path);
      const [meant, others] = parted(linked, (target) => isNamed(strings, target) || isNameless(target));
      if (others.length <= open) return [...meant, ...others];
      if (open === 0) return meant;
      guess.guessed.push({ by: from, path, candidates: others.length });
      return [...meant, ...(guess.only === undefined ? others : [others[guess.only % others.length] ?? []].flat())];
    };
    return {
      resources,
      of,
      targets,
      referrers: (to, path, ...types) =>
        of(...types).filter((from) => targets(from, path, stable(to.type)).includes(to)),
      waits: (from, on) => (from.dependencies ?? []).includes(on.urn),
    };
  };
}

function topOf(path: string): string {
  return path.split(".")[0] ?? path;
}

/** The known strings of a property at any depth, and how many resources its unknown values mean at least. */
function leaves(from: StackResource, path: string): { strings: string[]; open: number } {
  // Without a value, the dependency alone says what is meant.
  if (!Object.hasOwn(from.props, topOf(path))) return { strings: [], open: Number.POSITIVE_INFINITY };
  const reading = read(from.props, path);
  if (reading.state === "absent") return { strings: [], open: 0 };
  if (reading.state === "unknown") return { strings: [], open: 1 };
  const found = leavesOf(reading.value);
  return {
    strings: found.filter((each) => typeof each === "string"),
    open: found.filter((each) => each === unknown).length,
  };
}

function leavesOf(value: unknown): unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leavesOf) : [value];
}

function holds(values: readonly unknown[], target: StackResource): boolean {
  return handles.some((handle) => {
    const held = text(target.props, handle);
    return held !== undefined && values.includes(held);
  });
}

/** Whether a known value names a resource that it depends on: it is one of its outputs, or has an ID, ARN or name inside. */
function isNamed(strings: readonly string[], target: StackResource): boolean {
  if (strings.length === 0) return false;
  const outputs = new Set(Object.values(target.props).filter((value) => typeof value === "string"));
  if (strings.some((each) => outputs.has(each))) return true;
  return handles.some((handle) => {
    const held = text(target.props, handle);
    return held !== undefined && strings.some((each) => contains(each, held));
  });
}

/** Whether nothing is known that a reference to it could hold, so that only the dependency can say what is meant. */
function isNameless(target: StackResource): boolean {
  return handles.every((handle) => read(target.props, handle).state === "absent");
}

/** Whether a string has another inside as a whole word, for example a name in an ARN. */
function contains(whole: string, part: string): boolean {
  for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1)) {
    const [before, after] = [whole.charAt(at - 1), whole.charAt(at + part.length)];
    if (!/[\w-]/.test(before) && !/[\w-]/.test(after)) return true;
  }
  return false;
}

function parted<Each>(all: readonly Each[], isMeant: (each: Each) => boolean): [Each[], Each[]] {
  return [all.filter(isMeant), all.filter((each) => !isMeant(each))];
}
