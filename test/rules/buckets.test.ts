import { buckets } from "../../policy-pack/rules/buckets.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("buckets", buckets, {
  "s3-access-point-private": ["fail", "undecided"],
  "s3-cors-no-wildcard": ["pass", "undecided"],
  "s3-object-lock-for-audit": ["pass", "undecided"],
});
