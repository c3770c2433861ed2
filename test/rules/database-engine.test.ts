import { databaseEngine } from "../../policy-pack/rules/database-engine.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("database engine", databaseEngine, {
  "rds-force-ssl": ["pass", "undecided"],
  "rds-query-logging": ["pass", "undecided"],
  "rds-engine-supported": ["fail", "undecided"],
  "rds-performance-insights": ["fail", "undecided"],
  "rds-no-default-parameter-group": ["fail", "undecided"],
  "rds-ca-current": ["pass", "undecided"],
});
