import { loadBalancing } from "../../policy-pack/rules/load-balancing.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("load balancing", loadBalancing, {
  "lb-access-logs": ["fail", "undecided"],
  "lb-deletion-protection": ["fail", "undecided"],
  "lb-drop-invalid-headers": ["fail", "undecided"],
  "lb-desync-defensive": ["pass", "undecided"],
  "lb-multi-az": ["fail", "undecided"],
  "lb-internal-by-default": ["fail", "undecided"],
  "lb-security-group": ["fail", "pass"],
  "lb-waf-fail-closed": ["pass", "undecided"],
  "target-health-encrypted": ["pass", "undecided"],
});
