import type { Refusal } from "../refusal.ts";
import { bucketNames } from "./bucket-names.ts";
import { contents } from "./contents.ts";
import { inUse } from "./deletion.ts";
import { gateways } from "./gateways.ts";
import { interfaces } from "./interfaces.ts";
import { names } from "./names.ts";
import { principals } from "./principals.ts";
import { protectedThings } from "./protection.ts";
import { overQuota } from "./quotas.ts";
import { recovery } from "./recovery.ts";
import { existing } from "./references.ts";
import { serviceLinkedRoles } from "./service-roles.ts";
import { singletons } from "./singletons.ts";
import { values } from "./values.ts";

/** Everything that the account refuses: a list of files, nothing else. */
export const refusals: readonly Refusal[] = [
  ...existing,
  ...principals,
  ...serviceLinkedRoles,
  ...names,
  ...bucketNames,
  ...inUse,
  ...interfaces,
  ...gateways,
  ...protectedThings,
  ...contents,
  ...recovery,
  ...values,
  ...overQuota,
  ...singletons,
];
