import { ingresses } from "../../policy-pack/rules/ingresses.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("ingresses", ingresses, {
  "ingress-tls": ["fail", "undecided"],
  "ingress-waf": ["pass", "undecided"],
  "ingress-no-snippets": ["pass", "undecided"],
  "ingress-host-explicit": ["fail", "undecided"],
  "ingress-class-set": ["fail", "undecided"],
});
