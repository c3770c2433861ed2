import { recovery } from "../../policy-pack/rules/recovery.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("recovery", recovery, {
  "backup-plan-schedule": ["fail", "undecided"],
  "backup-cross-region-copy": ["fail", "undecided"],
  "backup-vault-cmk": ["fail", "undecided"],
  "backup-vault-locked": ["fail", "pass"],
});
