import { podImages } from "../../policy-pack/rules/pod-images.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("pod images", podImages, {
  "k8s-image-pinned": ["pass", "undecided"],
  "k8s-image-registry-allowed": ["pass", "undecided"],
  "k8s-no-known-bad-workload": ["pass", "undecided"],
});
