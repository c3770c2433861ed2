import * as pulumi from "@pulumi/pulumi";

/** Makes the children of a component and returns its outputs. */
export type Build = (parent: pulumi.ComponentResource, name: string, inputs: pulumi.Inputs) => pulumi.Inputs;

/** A component that its package's provider builds, with the children that policies and transforms should meet. */
export async function construct(
  name: string,
  type: string,
  inputs: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
): Promise<pulumi.provider.ConstructResult> {
  const component = new Remote(type, name, {}, options);
  // Loaded when first needed: most stacks have no such component, and the AWS package is large.
  const builds = await buildsFor(type);
  return { urn: component.urn, state: builds[type]?.(component, name, inputs) ?? {} };
}

/** Whether the rehearsal makes the children of a component. */
export async function isBuilt(type: string): Promise<boolean> {
  return type in (await buildsFor(type));
}

async function buildsFor(type: string): Promise<Record<string, Build>> {
  return type.startsWith("awsx:") ? (await import("./remote-awsx.ts")).awsx : (await import("./remote-eks.ts")).eks;
}

class Remote extends pulumi.ComponentResource {}
