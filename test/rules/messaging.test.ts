import { messaging } from "../../policy-pack/rules/messaging.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("messaging", messaging, {
  "sqs-encrypted": ["pass", "undecided"],
  "sqs-policy-not-public": ["pass", "undecided"],
  "eventbus-policy": ["pass", "undecided"],
});
