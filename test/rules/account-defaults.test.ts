import { accountDefaults } from "../../policy-pack/rules/account-defaults.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("account defaults", accountDefaults, {
  "iam-password-policy": ["fail", "undecided"],
  "ebs-snapshot-block-public": ["fail", "undecided"],
  "ebs-encryption-default": ["pass", "undecided"],
  "vpc-block-public-access": ["fail", "undecided"],
  "ssm-block-public-sharing": ["pass", "undecided"],
  "ssm-document-private": ["pass", "undecided"],
  "iam-users-by-group": ["pass", "fail"],
  "iam-no-server-certificate": ["fail", "fail"],
  "iam-session-duration": ["pass", "undecided"],
});
