import { at, type Deployed, type Registered } from "../../harness.ts";
import { deployStack } from "../origins.ts";

/** AIVO's three environments, which differ in size alone. */
export interface AivoEnvironments {
  aivo: Deployed;
  staging: Deployed;
  development: Deployed;
  all: readonly Deployed[];
}

export async function aivoEnvironments(): Promise<AivoEnvironments> {
  const aivo = await deployStack("aivo");
  const staging = await deployStack("aivo-staging");
  const development = await deployStack("aivo-development");
  return { aivo, staging, development, all: [aivo, staging, development] };
}

/** The inputs of a resource that are named, in their order. */
export function inputs(resource: Registered, ...paths: string[]): unknown[] {
  return paths.map((path) => at(resource, path));
}
