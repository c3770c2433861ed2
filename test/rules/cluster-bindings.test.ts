import { clusterBindings } from "../../policy-pack/rules/cluster-bindings.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("cluster bindings", clusterBindings, {
  "rbac-cluster-admin-limited": ["pass", "undecided"],
  "rbac-no-default-sa-or-anonymous": ["pass", "undecided"],
  "rbac-prefer-namespaced": ["pass", "undecided"],
});
