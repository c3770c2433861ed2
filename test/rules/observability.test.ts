import { observability } from "../../policy-pack/rules/observability.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("observability", observability, {
  "log-group-retention": ["fail", "undecided"],
  "log-group-cmk": ["fail", "pass"],
  "log-resource-policy-narrow": ["pass", "undecided"],
  "alarm-has-action": ["fail", "pass"],
  "alarm-missing-data-explicit": ["fail", "pass"],
  "sns-kms": ["fail", "pass"],
  "sns-policy-not-public": ["pass", "undecided"],
  "sns-subscription-https": ["pass", "undecided"],
  "budget-notifies": ["fail", "undecided"],
});
