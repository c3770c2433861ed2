import { clusterObjects } from "../../policy-pack/rules/cluster-objects.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("cluster objects", clusterObjects, {
  "k8s-provider-no-inline-kubeconfig-user": ["pass", "undecided"],
  "k8s-namespace-psa-labels": ["fail", "undecided"],
  "k8s-hpa-bounds": ["fail", "undecided"],
  "storageclass-encrypted": ["pass", "undecided"],
  "pvc-class-explicit": ["fail", "undecided"],
  "webhook-safe": ["pass", "undecided"],
});
