import platform from "../../index.ts";
import { type Deployed, deploy, type Registered } from "../harness.ts";
import { configOf } from "./stack-settings.ts";

const deployed = new Map<string, Promise<Deployed>>();

/** A shipped stack as the program registers it, in its own account and Region; it is made once for all tests that read it. */
export function deployStack(stack: string): Promise<Deployed> {
  const known = deployed.get(stack);
  if (known !== undefined) return known;
  const made = deploy(platform, { stack, config: configOf(stack) });
  deployed.set(stack, made);
  return made;
}

/** Logical names of the resources of a type that an input comes from, in the order of the alphabet. */
export function origins(resource: Registered, input: string, type: string): string[] {
  const names = (resource.propertyDependencies[input] ?? []).flatMap((urn) => {
    const [chain = "", name = ""] = urn.split("::").slice(-2);
    return chain.split("$").pop() === type ? [name] : [];
  });
  return [...new Set(names)].sort();
}
