import * as pulumi from "@pulumi/pulumi";

/** A component of a package that is built by its provider, such as awsx and eks, with the children it would have. */
export async function construct(
  name: string,
  type: string,
  inputs: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
): Promise<pulumi.provider.ConstructResult> {
  const component = new Remote(type, name, inputs, options);
  return { urn: component.urn, state: {} };
}

class Remote extends pulumi.ComponentResource {}
