import { iam } from "../../policy-pack/rules/iam.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("iam", iam, {
  "iam-no-admin-star": ["pass", "undecided"],
  "iam-no-service-star": ["pass", "undecided"],
  "iam-resource-scoped": ["pass", "undecided"],
  "iam-no-kms-decrypt-star": ["pass", "undecided"],
  "iam-no-privilege-escalation": ["pass", "undecided"],
  "iam-no-credentials-exposure": ["pass", "undecided"],
});
