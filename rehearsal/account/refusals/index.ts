import type { Refusal } from "../refusal.ts";
import { names } from "./names.ts";
import { principals } from "./principals.ts";
import { existing } from "./references.ts";
import { serviceLinkedRoles } from "./service-roles.ts";

/** Everything that the account refuses: a list of files, nothing else. */
export const refusals: readonly Refusal[] = [...existing, ...principals, ...serviceLinkedRoles, ...names];
