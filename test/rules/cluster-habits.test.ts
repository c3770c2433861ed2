import { clusterHabits } from "../../policy-pack/rules/cluster-habits.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("cluster habits", clusterHabits, {
  "eks-cluster-admin-limited": ["pass", "undecided"],
  "eks-zonal-shift": ["fail", "undecided"],
  "eks-node-capacity-type": ["pass", "undecided"],
  "eks-addon-conflict-explicit": ["fail", "undecided"],
  "eks-fargate-selector-namespace": ["pass", "undecided"],
});
