import fs from "node:fs";
import path from "node:path";
import { directory } from "../schema/frozen.ts";

/** What a change of an argument does to the resources that its component registers, by type. */
export interface Effect {
  /** Types that are replaced, each with the inputs that AWS or Kubernetes cannot change in place. */
  replaces?: Readonly<Record<string, readonly string[]>>;
  /** Types that change in place. */
  changes?: readonly string[];
  /** Types of which resources are added or removed. */
  adds?: readonly string[];
  /** Types that Pulumi protects, or keeps in the account, from now on or no longer. */
  protects?: readonly string[];
}

/** Effects by type token of the component and argument; an argument that is absent is not known, and an empty effect changed no resource. */
export type Effects = Readonly<Record<string, Readonly<Record<string, Effect>>>>;

/** The file with the effects. */
export const effectsFile = path.join(directory, "effects.json");

/** The effects as they were last measured: test/packages/effects/measure.ts. */
export function frozenEffects(): Effects {
  return JSON.parse(fs.readFileSync(effectsFile, "utf8"));
}
