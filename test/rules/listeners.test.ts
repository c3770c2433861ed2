import { listeners } from "../../policy-pack/rules/listeners.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("listeners", listeners, {
  "listener-http-redirects": ["pass", "undecided"],
  "listener-tls-policy": ["pass", "undecided"],
  "listener-certificate": ["pass", "pass"],
  "listener-default-deny": ["pass", "undecided"],
  "target-group-health-check": ["pass", "undecided"],
  "target-group-drain": ["fail", "undecided"],
});
