import { tables } from "../../policy-pack/rules/tables.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("tables", tables, {
  "dynamodb-pitr": ["fail", "undecided"],
  "dynamodb-cmk": ["fail", "undecided"],
  "dynamodb-deletion-protection": ["fail", "undecided"],
  "dynamodb-on-demand-cap": ["pass", "pass"],
  "dynamodb-policy-not-public": ["pass", "undecided"],
  "efs-encrypted": ["fail", "undecided"],
  "efs-automatic-backup": ["fail", "undecided"],
  "efs-access-point-confined": ["fail", "undecided"],
});
