import { memoOf, pushTo } from "./links.ts";
import type { Graph, StackResource } from "./rule.ts";
import { stable } from "./type-aliases.ts";
import { text } from "./values.ts";

/** The properties that depend on each resource, and the resources whose properties have each ARN inside. */
interface Index {
  depending: ReadonlyMap<string, readonly { from: StackResource; path: string }[]>;
  naming: ReadonlyMap<string, readonly StackResource[]>;
}

const index = memoOf((resources: readonly StackResource[]): Index => {
  const depending = new Map<string, { from: StackResource; path: string }[]>();
  const naming = new Map<string, StackResource[]>();
  for (const from of resources) {
    for (const [path, urns] of Object.entries(from.propertyDependencies ?? {}))
      for (const urn of new Set(urns)) pushTo(depending, urn, { from, path });
    for (const arn of arnsIn(from.props)) pushTo(naming, arn, from);
  }
  return { depending, naming };
});

/** The ARNs in the text of properties, each also without its last parts: "…:::data/*" has the ARN of the bucket inside. */
function arnsIn(props: unknown): Set<string> {
  const found = new Set<string>();
  for (const [arn] of JSON.stringify(props).matchAll(/\barn:[^\s"'\\,;<>()[\]{}]{1,512}/g)) {
    found.add(arn);
    for (const { index: end } of arn.matchAll(/[/:]/g)) found.add(arn.slice(0, end));
  }
  return found;
}

/** Resources with any property that refers to this one, by value, by dependency while it is not known, or by ARN. */
export function users(graph: Graph, of: StackResource): StackResource[] {
  const { depending, naming } = index(graph.resources);
  const type = stable(of.type);
  const linked = (depending.get(of.urn) ?? []).filter(({ from, path }) => graph.targets(from, path, type).includes(of));
  const named = naming.get(text(of.props, "arn") ?? "") ?? [];
  return [...new Set([...linked.map(({ from }) => from), ...named])].filter((each) => each !== of);
}
