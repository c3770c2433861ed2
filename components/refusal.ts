import * as pulumi from "@pulumi/pulumi";

/** Throws one error with every fault of a component's arguments; returns without faults. */
export function refuse(component: pulumi.ComponentResource, name: string, faults: readonly string[]): void {
  if (faults.length === 0) return;
  const subject = `${component.constructor.name} "${name}"`;
  const text = faults.length === 1 ? ` ${faults[0]}` : `\n${faults.map((fault) => `  - ${fault}`).join("\n")}`;
  throw new pulumi.ResourceError(`${subject}:${text}`, component, true);
}
