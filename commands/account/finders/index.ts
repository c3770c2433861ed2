import type { Finder } from "../finder.ts";
import { containers } from "./containers.ts";
import { databases } from "./databases.ts";
import { identities } from "./identities.ts";
import { network } from "./network.ts";
import { rules } from "./rules.ts";
import { storage } from "./storage.ts";
import { traffic } from "./traffic.ts";

/** How resources are found in an account, by Pulumi type. */
export const finders: Readonly<Record<string, Finder>> = {
  ...containers,
  ...databases,
  ...identities,
  ...network,
  ...rules,
  ...storage,
  ...traffic,
};
