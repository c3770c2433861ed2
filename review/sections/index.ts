import type { Section } from "../section.ts";
import { architecture } from "./architecture.ts";
import { capacity } from "./capacity.ts";
import { changes } from "./changes.ts";
import { money } from "./money.ts";
import { permissions } from "./permissions.ts";
import { policy } from "./policy.ts";
import { reach } from "./reach.ts";
import { recovery } from "./recovery.ts";
import { support } from "./support.ts";
import { time } from "./time.ts";

/** Every section in the order of the page: a list of files, nothing else. */
export const sections: readonly Section[] = [
  architecture,
  reach,
  permissions,
  money,
  capacity,
  support,
  time,
  policy,
  recovery,
  changes,
];
