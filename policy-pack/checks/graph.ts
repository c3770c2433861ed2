import type { Graph, StackResource } from "./rule.ts";
import { stable } from "./type-aliases.ts";
import { list, text } from "./values.ts";

/** Properties of a resource that a reference to it may hold. */
const handles = ["id", "arn", "name", "bucket", "keyId", "dnsName"] as const;

/** The graph of a stack's resources. */
export function graph(resources: readonly StackResource[]): Graph {
  const byType = Map.groupBy(resources, ({ type }) => stable(type));
  const of = (...types: readonly string[]) => types.flatMap((type) => byType.get(type) ?? []);
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const edges = (from: StackResource, path: string) =>
    (from.propertyDependencies?.[path.split(".")[0] ?? path] ?? []).flatMap((urn) => byUrn.get(urn) ?? []);

  const targets = (from: StackResource, path: string, type: string) => {
    const linked = edges(from, path).filter((target) => stable(target.type) === type);
    if (linked.length > 0) return linked;
    const values = list(from.props, path);
    return of(type).filter((target) => handles.some((handle) => refers(values, text(target.props, handle))));
  };
  return {
    resources,
    of,
    targets,
    referrers: (to, path, ...types) => of(...types).filter((from) => targets(from, path, stable(to.type)).includes(to)),
    waits: (from, on) => (from.dependencies ?? []).includes(on.urn),
  };
}

function refers(values: readonly unknown[], handle: string | undefined): boolean {
  return handle !== undefined && values.includes(handle);
}
