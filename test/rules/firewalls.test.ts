import { firewalls } from "../../policy-pack/rules/firewalls.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("firewalls", firewalls, {
  "waf-default-and-managed-rules": ["fail", "undecided"],
  "waf-no-count-only": ["pass", "undecided"],
  "waf-metrics": ["fail", "undecided"],
  "waf-logging-redacts": ["fail", "undecided"],
});
