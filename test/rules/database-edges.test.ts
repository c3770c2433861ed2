import { databaseEdges } from "../../policy-pack/rules/database-edges.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("database edges", databaseEdges, {
  "elasticache-serverless-limits": ["fail", "pass"],
  "rds-non-default-port": ["fail", "undecided"],
  "rds-snapshot-copy-encrypted": ["fail", "pass"],
  "rds-event-subscription": ["pass", "undecided"],
});
