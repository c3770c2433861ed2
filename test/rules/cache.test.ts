import { cache } from "../../policy-pack/rules/cache.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("cache", cache, {
  "elasticache-encrypted-at-rest": ["fail", "undecided"],
  "elasticache-encrypted-in-transit": ["fail", "undecided"],
  "elasticache-authenticated": ["fail", "pass"],
  "elasticache-cmk": ["fail", "pass"],
  "elasticache-automatic-failover": ["fail", "undecided"],
  "elasticache-backups": ["fail", "undecided"],
  "elasticache-minor-upgrades": ["pass", "undecided"],
  "elasticache-own-subnet-group": ["fail", "undecided"],
  "elasticache-no-memcached": ["pass", "undecided"],
  "elasticache-user-no-open-access": ["pass", "undecided"],
  "elasticache-logs": ["fail", "undecided"],
  "elasticache-final-snapshot": ["fail", "pass"],
});
