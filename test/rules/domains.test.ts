import { domains } from "../../policy-pack/rules/domains.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("domains", domains, {
  "acm-dns-validated": ["fail", "undecided"],
  "acm-key-strength": ["pass", "undecided"],
  "acm-no-wildcard": ["pass", "undecided"],
  "acm-transparency-on": ["pass", "undecided"],
  "route53-zone-no-force-destroy": ["pass", "undecided"],
  "route53-no-overwrite": ["pass", "undecided"],
});
