import type { Resource } from "./section.ts";

const stack = "pulumi:pulumi:Stack";

/** The component at the top of each resource's parents, by the URN of the resource; one below the stack stands for itself. */
export function components(resources: readonly Resource[]): Map<string, Resource> {
  const known = new Map(resources.map((each) => [each.urn, each]));
  const top = (resource: Resource): Resource => {
    const parent = known.get(resource.parent);
    return parent === undefined || parent.type === stack ? resource : top(parent);
  };
  return new Map(resources.filter(({ type }) => type !== stack).map((each) => [each.urn, top(each)]));
}

/** Whether a resource is one of AWS or Kubernetes, and neither a component, a provider nor the stack. */
export function isReal({ type }: Pick<Resource, "type">): boolean {
  return type.startsWith("aws:") || type.startsWith("kubernetes:");
}

/** A type without its module file: aws:rds/instance:Instance is rds Instance. */
export function shortType(type: string): string {
  const [, module = "", kind = type] = type.split(":");
  const [group = ""] = module.split("/");
  return type.startsWith("kubernetes:") || type.startsWith("platform:") ? kind : `${group} ${kind}`;
}
