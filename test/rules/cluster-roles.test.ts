import { clusterRoles } from "../../policy-pack/rules/cluster-roles.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("cluster roles", clusterRoles, {
  "rbac-no-wildcards": ["pass", "undecided"],
  "rbac-no-secret-read": ["pass", "undecided"],
  "rbac-no-pod-create": ["pass", "undecided"],
  "rbac-no-escalation-verbs": ["pass", "undecided"],
  "rbac-no-exec-proxy": ["pass", "undecided"],
  "rbac-no-control-plane-verbs": ["pass", "undecided"],
});
