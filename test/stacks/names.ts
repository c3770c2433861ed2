import { readFileSync, writeFileSync } from "node:fs";
import { deployStack } from "./origins.ts";
import { stacks } from "./stack-settings.ts";

/** File that holds every stack's logical names. */
export const file = "test/stacks/names.json";

/** The types and logical names of a stack's resources: with them the engine tells an old resource from a new one. */
export async function namesOf(stack: string): Promise<string[]> {
  const { resources } = await deployStack(stack);
  // A URN holds the types of all parents; stack and project are the same for every one of them.
  return resources.map(({ urn }) => urn.split("::").slice(2).join(" ").replace("pulumi:pulumi:Stack$", "")).sort();
}

if (import.meta.main) {
  const named = process.argv.slice(2);
  const frozen: Record<string, string[]> = JSON.parse(readFileSync(file, "utf8"));
  const names: Record<string, string[]> = {};
  for (const stack of stacks) {
    const kept = named.length > 0 && !named.includes(stack) ? frozen[stack] : undefined;
    names[stack] = kept ?? (await namesOf(stack));
  }
  writeFileSync(file, `${JSON.stringify(names, null, 2)}\n`);
}
