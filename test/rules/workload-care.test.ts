import { workloadCare } from "../../policy-pack/rules/workload-care.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("workload care", workloadCare, {
  "k8s-graceful-stop": ["pass", "undecided"],
  "k8s-spread": ["fail", "undecided"],
  "k8s-rolling-strategy": ["pass", "undecided"],
  "k8s-priority-class": ["pass", "undecided"],
  "k8s-job-bounded": ["fail", "undecided"],
  "k8s-no-bare-pod": ["fail", "fail"],
  "k8s-namespace-explicit": ["fail", "undecided"],
  "k8s-recommended-labels": ["fail", "undecided"],
});
