import platform from "../../index.ts";
import { type Deployed, deploy, type Registered } from "../harness.ts";
import { configOf } from "./stack-config.ts";

/** A shipped stack as the program registers it, in its own account and Region. */
export function deployStack(stack: string): Promise<Deployed> {
  const config = configOf(stack);
  const { "platform:region": region = "", "platform:accountId": accountId = "" } = config;
  return deploy(platform, { stack, config, place: { partition: "aws", region, accountId } });
}

/** Logical names of the resources of a type that an input comes from, in the order of the alphabet. */
export function origins(resource: Registered, input: string, type: string): string[] {
  const names = (resource.propertyDependencies[input] ?? []).flatMap((urn) => {
    const [chain = "", name = ""] = urn.split("::").slice(-2);
    return chain.split("$").pop() === type ? [name] : [];
  });
  return [...new Set(names)].sort();
}
