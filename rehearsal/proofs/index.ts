import { calls } from "./calls.ts";
import { networkPolicies } from "./policies.ts";
import type { Proof } from "./proof.ts";

/** Everything that must hold of a stack that is up: a list of files, nothing else. */
export const proofs: readonly Proof[] = [...networkPolicies, ...calls];
