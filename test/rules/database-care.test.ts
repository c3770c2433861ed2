import { databaseCare } from "../../policy-pack/rules/database-care.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("database care", databaseCare, {
  "rds-multi-az": ["fail", "undecided"],
  "rds-backup-retention": ["fail", "undecided"],
  "rds-deletion-protection": ["fail", "undecided"],
  "rds-final-snapshot": ["fail", "undecided"],
  "rds-no-delete-automated-backups": ["fail", "undecided"],
  "rds-minor-upgrades": ["pass", "undecided"],
  "rds-copy-tags-to-snapshot": ["fail", "undecided"],
  "rds-log-exports": ["fail", "undecided"],
  "rds-enhanced-monitoring": ["fail", "undecided"],
  "rds-storage-autoscaling-capped": ["fail", "undecided"],
  "rds-storage-type": ["fail", "undecided"],
  "aurora-serverless-bounds": ["pass", "undecided"],
  "aurora-no-data-api-in-prod": ["pass", "undecided"],
});
