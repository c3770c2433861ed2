import { search } from "../../policy-pack/rules/search.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("search", search, {
  "opensearch-encrypted-at-rest": ["fail", "undecided"],
  "opensearch-cmk": ["fail", "undecided"],
  "opensearch-in-vpc": ["fail", "undecided"],
  "opensearch-node-to-node": ["fail", "undecided"],
  "opensearch-https-tls12": ["fail", "undecided"],
  "opensearch-fgac": ["fail", "undecided"],
  "opensearch-master-user-is-role": ["fail", "undecided"],
  "opensearch-audit-and-error-logs": ["fail", "undecided"],
  "opensearch-three-data-nodes": ["fail", "undecided"],
  "opensearch-dedicated-masters": ["fail", "undecided"],
  "opensearch-auto-software-update": ["fail", "undecided"],
  "opensearch-policy-not-public": ["pass", "undecided"],
});
