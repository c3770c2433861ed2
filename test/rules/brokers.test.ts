import { brokers } from "../../policy-pack/rules/brokers.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("brokers", brokers, {
  "mq-not-public": ["pass", "undecided"],
  "mq-logs": ["fail", "undecided"],
  "mq-minor-upgrades": ["fail", "undecided"],
  "mq-ha-deployment": ["fail", "undecided"],
  "mq-cmk": ["fail", "undecided"],
  "mq-version-supported": ["fail", "undecided"],
  "mq-sg-required": ["fail", "pass"],
});
