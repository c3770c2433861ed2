import { podHardening } from "../../policy-pack/rules/pod-hardening.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("pod hardening", podHardening, {
  "k8s-seccomp-runtime-default": ["pass", "undecided"],
  "k8s-no-privilege-escalation": ["pass", "undecided"],
  "k8s-run-as-non-root": ["pass", "undecided"],
  "k8s-drop-all-capabilities": ["pass", "undecided"],
  "k8s-volume-types-restricted": ["pass", "undecided"],
  "k8s-read-only-root-fs": ["pass", "undecided"],
  "k8s-own-service-account": ["fail", "undecided"],
});
