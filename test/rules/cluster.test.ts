import { cluster } from "../../policy-pack/rules/cluster.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("cluster", cluster, {
  "eks-endpoint-not-public": ["fail", "undecided"],
  "eks-endpoint-cidrs-narrow": ["fail", "undecided"],
  "eks-endpoint-private": ["fail", "undecided"],
  "eks-secrets-envelope-kms": ["fail", "undecided"],
  "eks-control-plane-logs": ["fail", "undecided"],
  "eks-version-supported": ["fail", "undecided"],
  "eks-upgrade-policy-standard": ["fail", "undecided"],
  "eks-auth-mode-api": ["fail", "undecided"],
  "eks-no-creator-admin": ["fail", "undecided"],
  "eks-deletion-protection": ["fail", "undecided"],
});
