/** A resource of an exported state, with what it refers to. */
export interface Resource {
  urn: string;
  type: string;
  id?: string;
  parent?: string;
  provider?: string;
  dependencies?: string[] | null;
  propertyDependencies?: Record<string, string[] | null> | null;
  deletedWith?: string;
  created?: string;
  modified?: string;
}

/** Resources in an order that does not depend on which of them was ready first: each after what it refers to. */
export function ordered(resources: readonly Resource[]): Resource[] {
  const byUrn = new Map(resources.map((each) => [each.urn, each]));
  const done = new Set<string>();
  const result: Resource[] = [];
  const visit = (resource: Resource) => {
    if (done.has(resource.urn)) return;
    done.add(resource.urn);
    for (const urn of references(resource).sort()) {
      const other = byUrn.get(urn);
      if (other !== undefined) visit(other);
    }
    result.push(resource);
  };
  for (const urn of [...byUrn.keys()].sort()) visit(byUrn.get(urn) ?? { urn, type: "" });
  return result;
}

function references({ parent, provider, dependencies, propertyDependencies, deletedWith }: Resource): string[] {
  const of = [
    parent,
    // A provider is named by its URN and its ID.
    provider?.split("::").slice(0, -1).join("::"),
    deletedWith,
    ...(dependencies ?? []),
    ...Object.values(propertyDependencies ?? {}).flatMap((urns) => urns ?? []),
  ];
  return of.filter((urn) => urn !== undefined).filter((urn) => urn !== "");
}
