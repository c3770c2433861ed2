import { database } from "../../policy-pack/rules/database.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("database", database, {
  "rds-not-public": ["pass", "undecided"],
  "rds-storage-encrypted": ["fail", "undecided"],
  "rds-cmk": ["fail", "pass"],
  "rds-in-vpc": ["fail", "undecided"],
  "rds-managed-master-password": ["fail", "fail"],
  "rds-custom-admin-name": ["pass", "undecided"],
  "rds-iam-auth": ["fail", "undecided"],
  "rds-proxy-tls": ["fail", "undecided"],
  "rds-apply-immediately-off": ["pass", "undecided"],
  "rds-snapshot-not-shared": ["pass", "undecided"],
});
