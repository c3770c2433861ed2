import type * as pulumi from "@pulumi/pulumi";

/** The fields that a component declares, for registerOutputs; those of the SDK's base class are urn and begin with two underscores. */
export function outputs<Component extends pulumi.ComponentResource>(
  component: Component,
  { except = [] }: { except?: readonly (keyof Component)[] } = {},
): pulumi.Inputs {
  const internal = new Set<PropertyKey>(["urn", ...except]);
  return Object.fromEntries(
    Object.entries(component).filter(([field]) => !internal.has(field) && !field.startsWith("__")),
  );
}
