import { keys } from "../../policy-pack/rules/keys.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("keys", keys, {
  "kms-rotation": ["fail", "undecided"],
  "kms-deletion-window": ["pass", "undecided"],
  "kms-policy-not-wildcard": ["pass", "undecided"],
  "kms-no-lockout-bypass": ["pass", "undecided"],
  "kms-key-enabled": ["pass", "undecided"],
  "secret-cmk": ["fail", "pass"],
  "secret-recovery-window": ["pass", "undecided"],
  "secret-policy-not-public": ["pass", "undecided"],
  "secret-rotation-interval": ["fail", "undecided"],
  "secret-value-write-only": ["pass", "fail"],
  "ssm-parameter-secure": ["pass", "undecided"],
});
