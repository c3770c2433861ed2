import { joins } from "../../policy-pack/rules/joins.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("joins", joins, {
  "peering-same-owner": ["pass", "undecided"],
  "tgw-no-auto-accept": ["pass", "undecided"],
  "lb-cross-zone": ["pass", "undecided"],
  "vpn-clients-logged": ["fail", "undecided"],
  "vpn-tunnels-logged": ["fail", "undecided"],
});
