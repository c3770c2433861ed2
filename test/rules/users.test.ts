import { users } from "../../policy-pack/rules/users.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("users", users, {
  "cognito-password-policy": ["fail", "undecided"],
  "cognito-mfa": ["fail", "undecided"],
  "cognito-threat-protection": ["fail", "undecided"],
  "cognito-deletion-protection": ["fail", "undecided"],
  "cognito-admin-create-only": ["fail", "undecided"],
  "cognito-client-flows": ["pass", "undecided"],
  "cognito-client-callbacks-https": ["pass", "undecided"],
  "cognito-client-hardening": ["fail", "undecided"],
  "cognito-no-guest-identities": ["pass", "undecided"],
});
