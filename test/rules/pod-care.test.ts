import { podCare } from "../../policy-pack/rules/pod-care.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("pod care", podCare, {
  "k8s-requests-set": ["pass", "undecided"],
  "k8s-memory-limit": ["pass", "undecided"],
  "k8s-ephemeral-bounded": ["pass", "undecided"],
  "k8s-probes": ["pass", "undecided"],
  "k8s-probes-not-identical": ["pass", "undecided"],
});
