import { clusterAccess } from "../../policy-pack/rules/cluster-access.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("cluster access", clusterAccess, {
  "eks-addon-version-pinned": ["fail", "pass"],
  "eks-addon-own-role": ["pass", "pass"],
  "eks-vpc-cni-network-policy": ["pass", "undecided"],
  "eks-access-entry-not-wildcard": ["fail", "undecided"],
  "eks-access-scope-namespaced": ["fail", "undecided"],
});
