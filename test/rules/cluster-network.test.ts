import { clusterNetwork } from "../../policy-pack/rules/cluster-network.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("cluster network", clusterNetwork, {
  "netpol-not-allow-all": ["pass", "undecided"],
  "netpol-blocks-imds": ["pass", "undecided"],
  "svc-no-node-port": ["pass", "undecided"],
  "svc-lb-internal": ["pass", "undecided"],
});
