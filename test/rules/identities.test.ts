import { identities } from "../../policy-pack/rules/identities.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("identities", identities, {
  "iam-no-admin-managed-policy": ["pass", "undecided"],
  "iam-trust-no-wildcard": ["fail", "undecided"],
  "iam-oidc-trust-sub-pinned": ["pass", "undecided"],
  "iam-oidc-provider-url": ["fail", "undecided"],
  "iam-no-role-style-conflict": ["pass", "fail"],
  "iam-no-users": ["fail", "fail"],
  "iam-no-access-keys": ["fail", "fail"],
});
