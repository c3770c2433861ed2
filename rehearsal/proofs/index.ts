import { alarms } from "./alarms.ts";
import { calls } from "./calls.ts";
import { collectorRoles } from "./destinations.ts";
import { edges } from "./edge.ts";
import { identities } from "./identity.ts";
import { images } from "./images.ts";
import { networkPolicies } from "./policies.ts";
import type { Proof } from "./proof.ts";
import { securityGroups } from "./security-groups.ts";
import { storage } from "./storage.ts";

/** Everything that must hold of a stack that is up: a list of files, nothing else. */
export const proofs: readonly Proof[] = [
  ...networkPolicies,
  ...calls,
  ...images,
  ...storage,
  ...alarms,
  ...collectorRoles,
  ...identities,
  ...edges,
  ...securityGroups,
];
