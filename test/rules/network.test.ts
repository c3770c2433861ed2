import { network } from "../../policy-pack/rules/network.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("network", network, {
  "vpc-no-default-vpc": ["fail", "fail"],
  "vpc-dns-enabled": ["fail", "undecided"],
  "vpc-cidr-from-plan": ["fail", "undecided"],
  "vpc-dedicated-tenancy-forbidden": ["pass", "undecided"],
  "subnet-no-public-ip-on-launch": ["pass", "undecided"],
  "subnet-size-min": ["pass", "undecided"],
  "nacl-no-admin-ports-from-world": ["pass", "undecided"],
});
