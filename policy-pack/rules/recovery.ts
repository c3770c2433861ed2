import { all, isNot, onType, set, some, value } from "../checks/conditions.ts";
import { covers } from "../checks/iam-policy.ts";
import { states } from "../checks/policy-document.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";
import { isDaily } from "../checks/schedules.ts";
import { number, read } from "../checks/values.ts";

const plan = ["aws:backup/plan:Plan"];
const lock = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
const vaultPolicy = "aws:backup/vaultPolicy:VaultPolicy";
const floor = { dev: 7, staging: 14, prod: 35 };

/** Backups that no rule ends are kept for ever, which is long enough. */
const keptLongEnough = some(
  "rules",
  value(
    "",
    (rule, { environment }) => {
      const days = read(rule, "lifecycle.deleteAfter");
      return days.state === "absent" || (days.state === "known" && number(days.value) >= floor[environment]);
    },
    "fail",
  ),
);

/** AWS Backup. */
export const recovery: readonly ResourceRule[] = [
  {
    name: "backup-plan-schedule",
    types: plan,
    description: "A plan backs up every day, and keeps what it backs up.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set schedule to every day in one of rules, and lifecycle.deleteAfter to 7, 14 and 35 days or more in one",
    check: all(some("rules", value("schedule", isDaily, "fail")), keptLongEnough),
    ok: {
      rules: [
        { schedule: "cron(0 5 * * ? *)", lifecycle: { deleteAfter: 7 } },
        { schedule: "cron(0 5 ? * SUN *)", lifecycle: { deleteAfter: 90 } },
      ],
    },
    bad: { rules: [{ schedule: "cron(0 5 ? * SUN *)", lifecycle: { deleteAfter: 7 } }] },
  },
  {
    name: "backup-cross-region-copy",
    types: plan,
    description: "A copy of every backup lies in another Region.",
    severity: "medium",
    levels: levels("-/-/M"),
    controls: [],
    fix: "set copyActions in one of rules",
    check: some("rules", set("copyActions")),
    ok: {
      rules: [{ copyActions: [{ destinationVaultArn: "arn:aws:backup:eu-central-1:111122223333:backup-vault:x" }] }],
    },
    bad: { rules: [{ copyActions: [] }] },
  },
  {
    name: "backup-vault-cmk",
    types: ["aws:backup/vault:Vault"],
    description: "A vault is encrypted with a customer managed key, and not emptied by its own deletion.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["Backup.1", "CKV_AWS_166"],
    fix: "set kmsKeyArn, and leave forceDestroy unset",
    check: all(set("kmsKeyArn"), isNot("forceDestroy", true)),
    ok: { kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { forceDestroy: true },
  },
  {
    name: "backup-vault-locked",
    types: [lock, vaultPolicy],
    description: "Nobody deletes a backup before its time.",
    severity: "medium",
    levels: levels("-/-/M"),
    controls: [],
    fix: "set minRetentionDays, or deny backup:DeleteRecoveryPoint in policy",
    check: all(
      onType([lock], set("minRetentionDays")),
      onType(
        [vaultPolicy],
        states(
          "policy",
          (statement) => !statement.allows && covers(statement, "backup:DeleteRecoveryPoint"),
          "lets backups be deleted",
        ),
      ),
    ),
    ok: { minRetentionDays: 35 },
    bad: { maxRetentionDays: 365 },
  },
];
