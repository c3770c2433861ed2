import { securityGroups } from "../../policy-pack/rules/security-groups.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("security groups", securityGroups, {
  "sg-no-admin-port-from-world": ["pass", "undecided"],
  "sg-world-only-to-authorized-ports": ["pass", "undecided"],
  "sg-no-high-risk-port-from-world": ["pass", "undecided"],
  "sg-no-all-traffic-ingress": ["pass", "undecided"],
  "sg-egress-restricted": ["pass", "pass"],
  "sg-descriptions": ["fail", "undecided"],
  "sg-peer-is-sg-for-data-ports": ["pass", "undecided"],
  "sg-default-closed": ["pass", "fail"],
});
