import type { Graph, StackResource } from "./rule.ts";
import { text } from "./values.ts";

/** The references between resources: recorded dependencies, and the text of properties, which may contain ARNs. */
interface Index {
  referring: Map<string, StackResource[]>;
  texts: Map<StackResource, string>;
}

const indices = new WeakMap<Graph, Index>();

function index(graph: Graph): Index {
  const known = indices.get(graph);
  if (known !== undefined) return known;
  const referring = new Map<string, StackResource[]>();
  for (const each of graph.resources)
    for (const urn of new Set(Object.values(each.propertyDependencies ?? {}).flat()))
      referring.set(urn, [...(referring.get(urn) ?? []), each]);
  const texts = new Map(graph.resources.map((each) => [each, JSON.stringify(each.props)]));
  const made = { referring, texts };
  indices.set(graph, made);
  return made;
}

/** Resources with any property that refers to this one, by dependency or ARN. */
export function users(graph: Graph, of: StackResource): StackResource[] {
  const { referring, texts } = index(graph);
  const linked = referring.get(of.urn) ?? [];
  const arn = text(of.props, "arn");
  const naming = arn === undefined ? [] : graph.resources.filter((each) => texts.get(each)?.includes(arn));
  return [...new Set([...linked, ...naming])].filter((each) => each !== of);
}
