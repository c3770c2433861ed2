import { storage } from "../../policy-pack/rules/storage.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("storage", storage, {
  "s3-public-access-block-complete": ["fail", "undecided"],
  "s3-no-public-acl": ["pass", "undecided"],
  "s3-acls-disabled": ["fail", "undecided"],
  "s3-sse-kms": ["fail", "undecided"],
  "s3-versioning": ["fail", "undecided"],
  "s3-lifecycle-bounded": ["fail", "undecided"],
  "s3-force-destroy-off": ["pass", "undecided"],
  "s3-website-hosting-off": ["pass", "fail"],
});
