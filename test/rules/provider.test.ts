import { provider } from "../../policy-pack/rules/provider.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("provider", provider, {
  "provider-account-pinned": ["fail", "pass"],
  "provider-region-allowed": ["pass", "undecided"],
  "provider-no-static-keys": ["pass", "fail"],
  "provider-default-tags": ["fail", "undecided"],
  "provider-no-skip-checks": ["pass", "undecided"],
  "tags-required": ["pass", "undecided"],
  "tags-valid": ["pass", "undecided"],
  "no-plaintext-secret": ["pass", "undecided"],
});
