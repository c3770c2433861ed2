import { podKernel } from "../../policy-pack/rules/pod-kernel.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("pods and the kernel", podKernel, {
  "k8s-proc-mount-default": ["pass", "undecided"],
  "k8s-proc-mount-masked": ["pass", "undecided"],
  "k8s-sysctls-safe": ["pass", "undecided"],
  "k8s-selinux-apparmor": ["pass", "undecided"],
});
