import { accounts } from "../../policy-pack/rules/accounts.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("accounts", accounts, {
  "cloudtrail-cloudwatch": ["fail", "pass"],
  "cloudtrail-s3-data-events": ["fail", "undecided"],
  "guardduty-features": ["fail", "undecided"],
  "config-records-all": ["fail", "undecided"],
  "inspector-on": ["fail", "undecided"],
  "xray-encrypted": ["fail", "undecided"],
  "anomaly-subscribed": ["fail", "pass"],
  "macie-on": ["pass", "undecided"],
});
