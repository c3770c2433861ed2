import type { StackResource } from "./rule.ts";
import { stable } from "./type-aliases.ts";
import { list, read, text, unknown } from "./values.ts";

/** Properties of a resource that a reference to it may hold. */
const handles = ["id", "arn", "name", "bucket", "keyId", "dnsName"] as const;

/** What a property refers to: the resources that it means, and others of which its unknown values mean some. */
export interface Link {
  readonly from: StackResource;
  readonly meant: readonly StackResource[];
  readonly candidates: readonly StackResource[];
}

/** The resources that refer to each resource, and the links whose candidates are open. */
interface Referrers {
  readonly of: ReadonlyMap<StackResource, readonly StackResource[]>;
  readonly open: readonly Link[];
}

/** The links of a stack, each made once: known values decide, and dependencies stand for unknown ones. */
export interface Links {
  /** Resources of a type, in any version. */
  of(type: string): readonly StackResource[];
  /** The resources of a type that a property refers to. */
  link(from: StackResource, path: string, type: string): Link;
  /** The same from every resource of a type, by the resource that is referred to. */
  referrers(types: string, path: string, to: string): Referrers;
  /** The resources that a property depends on. */
  edges(from: StackResource, path: string): StackResource[];
}

/** Indexes the resources of a stack, so that the rules' questions take a time that is linear in its size. */
export function links(resources: readonly StackResource[]): Links {
  const byType = Map.groupBy(resources, ({ type }) => stable(type));
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const of = (type: string) => byType.get(type) ?? [];
  const holders = memo((type: string) => byHandle(of(type)));
  const edges = (from: StackResource, path: string) =>
    (from.propertyDependencies?.[topOf(path)] ?? []).flatMap((urn) => byUrn.get(urn) ?? []);

  const made = memo((path: string) => memo((type: string) => memo((from: StackResource) => make(from, path, type))));
  function make(from: StackResource, path: string, type: string): Link {
    const linked = edges(from, path).filter((target) => stable(target.type) === type);
    if (linked.length === 0) return { from, meant: held(holders(type), list(from.props, path)), candidates: [] };
    const { strings, open } = leaves(from, path);
    const [meant, others] = parted(linked, (target) => isNamed(strings, target) || isNameless(target));
    if (others.length <= open) return { from, meant: [...meant, ...others], candidates: [] };
    return { from, meant, candidates: open === 0 ? [] : others };
  }

  const link = (from: StackResource, path: string, type: string) => made(path)(type)(from);
  const reversed = memo((types: string) =>
    memo((path: string) => memo((to: string) => reverse(of(types).map((from) => link(from, path, to))))),
  );
  return { of, edges, link, referrers: (types, path, to) => reversed(types)(path)(to) };
}

/** A function that computes each answer once. */
export function memo<Key, Answer>(compute: (key: Key) => Answer): (key: Key) => Answer {
  return remembered(new Map<Key, Answer>(), compute);
}

/** The same for objects, whose answers end with them. */
export function memoOf<Key extends WeakKey, Answer>(compute: (key: Key) => Answer): (key: Key) => Answer {
  return remembered(new WeakMap<Key, Answer>(), compute);
}

function remembered<Key, Answer>(
  answers: { get(key: Key): Answer | undefined; set(key: Key, answer: Answer): unknown },
  compute: (key: Key) => Answer,
): (key: Key) => Answer {
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = compute(key);
    answers.set(key, answer);
    return answer;
  };
}

function reverse(all: readonly Link[]): Referrers {
  const of = new Map<StackResource, StackResource[]>();
  for (const { from, meant } of all) for (const to of new Set(meant)) pushTo(of, to, from);
  return { of, open: all.filter(({ candidates }) => candidates.length > 0) };
}

/** Adds a value to the list under a key. */
export function pushTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

/** The positions of resources by the values of their handles. */
function byHandle(of: readonly StackResource[]): { of: readonly StackResource[]; at: Map<string, number[]> } {
  const at = new Map<string, number[]>();
  for (const [position, { props }] of of.entries())
    for (const value of new Set(handles.flatMap((handle) => text(props, handle) ?? []))) pushTo(at, value, position);
  return { of, at };
}

/** The resources one of whose handles is among the values, in their order. */
function held({ of, at }: ReturnType<typeof byHandle>, values: readonly unknown[]): StackResource[] {
  const found = values.flatMap((value) => (typeof value === "string" ? (at.get(value) ?? []) : []));
  return [...new Set(found)].sort((left, right) => left - right).flatMap((position) => of[position] ?? []);
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

const outputs = memoOf(
  ({ props }: StackResource): ReadonlySet<unknown> =>
    new Set(Object.values(props).filter((value) => typeof value === "string")),
);

/** Whether a known value names a resource that it depends on: it is one of its outputs, or has an ID, ARN or name inside. */
function isNamed(strings: readonly string[], target: StackResource): boolean {
  if (strings.length === 0) return false;
  if (strings.some((each) => outputs(target).has(each))) return true;
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
