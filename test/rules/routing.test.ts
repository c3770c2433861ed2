import { routing } from "../../policy-pack/rules/routing.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("routing", routing, {
  "vpce-policy-not-wildcard": ["fail", "undecided"],
  "vpce-private-dns": ["pass", "undecided"],
  "vpce-sg-attached": ["pass", "pass"],
  "route-default-not-igw-in-private": ["pass", "undecided"],
  "route-peering-least-access": ["pass", "undecided"],
  "nat-public-eip-owned": ["fail", "pass"],
  "flowlog-traffic-all": ["fail", "undecided"],
});
