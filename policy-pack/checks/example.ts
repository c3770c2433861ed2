import type { Props, StackResource } from "./rule.ts";

/** A resource for the examples of stack rules; `uses` says by property which other resource it refers to. */
export function example(
  type: string,
  name: string,
  props: Props,
  uses: Record<string, StackResource> = {},
): StackResource {
  const propertyDependencies = Object.fromEntries(Object.entries(uses).map(([property, { urn }]) => [property, [urn]]));
  const dependencies = Object.values(uses).map(({ urn }) => urn);
  return { type, name, urn: `urn:pulumi:prod::platform::${type}::${name}`, props, propertyDependencies, dependencies };
}
