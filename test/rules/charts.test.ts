import { helm } from "../../policy-pack/rules/charts.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("charts", helm, {
  "helm-version-pinned": ["fail", "undecided"],
  "helm-repo-trusted": ["pass", "undecided"],
  "helm-release-bounded": ["fail", "undecided"],
  "helm-values-clean": ["pass", "undecided"],
});
