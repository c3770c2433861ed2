import type { StackResource } from "./rule.ts";
import { stable } from "./type-aliases.ts";
import { list, text } from "./values.ts";

/** The resources of a stack and how they refer to each other: by recorded dependency first, by value second. */
export interface Graph {
  readonly resources: readonly StackResource[];
  /** Resources of these types, in whatever version. */
  of(...types: readonly string[]): StackResource[];
  /** Resources of a type that a property of another refers to; before anything exists the dependency is all there is. */
  targets(from: StackResource, path: string, type: string): StackResource[];
  /** Resources of these types with a property that refers to the given one. */
  referrers(to: StackResource, path: string, ...types: readonly string[]): StackResource[];
  /** Whether the one waits for the other, for whatever reason. */
  waits(from: StackResource, on: StackResource): boolean;
}

/** What a reference to a resource may hold of it. */
const handles = ["id", "arn", "name", "bucket", "keyId", "dnsName"] as const;

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
