import { podSecrets } from "../../policy-pack/rules/pod-secrets.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("pod secrets", podSecrets, {
  "k8s-secrets-as-files": ["pass", "undecided"],
  "k8s-no-literal-secret-env": ["pass", "undecided"],
  "k8s-secret-not-in-program": ["pass", "fail"],
});
