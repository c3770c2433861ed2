import { audit } from "../../policy-pack/rules/audit.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("audit", audit, {
  "cloudtrail-multi-region": ["fail", "undecided"],
  "cloudtrail-validation": ["fail", "undecided"],
  "cloudtrail-kms": ["fail", "pass"],
  "guardduty-on": ["pass", "undecided"],
});
