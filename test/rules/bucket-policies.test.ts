import { bucketPolicies } from "../../policy-pack/rules/bucket-policies.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("bucket policies", bucketPolicies, {
  "s3-policy-not-public": ["pass", "undecided"],
  "s3-policy-cross-account-limited": ["pass", "undecided"],
  "s3-policy-no-lockout": ["pass", "undecided"],
  "s3-policy-tls-only": ["fail", "undecided"],
});
