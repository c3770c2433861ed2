import { podIsolation } from "../../policy-pack/rules/pod-isolation.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("pod isolation", podIsolation, {
  "k8s-no-privileged": ["pass", "undecided"],
  "k8s-no-host-namespaces": ["pass", "undecided"],
  "k8s-no-host-path": ["pass", "undecided"],
  "k8s-no-host-ports": ["pass", "undecided"],
  "k8s-no-probe-host": ["pass", "undecided"],
  "k8s-capabilities-baseline": ["pass", "undecided"],
  "k8s-no-host-process": ["pass", "undecided"],
});
