import { roles } from "../../policy-pack/rules/roles.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("roles", roles, {
  "kms-key-per-class": ["undecided", "undecided"],
  "iam-trust-confused-deputy": ["pass", "undecided"],
});
