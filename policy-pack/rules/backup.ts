import { lacking } from "../checks/complaints.ts";
import { all, isNot, onType, set, some, value } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import { covers } from "../checks/iam-policy.ts";
import { customerKey } from "../checks/kms.ts";
import { states } from "../checks/policy-document.ts";
import { type Graph, levels, type StackResource, service } from "../checks/rule.ts";
import { isDaily } from "../checks/schedules.ts";
import { list, number, read } from "../checks/values.ts";

const plans = ["aws:backup/plan:Plan"];
const lock = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
const vaultPolicy = "aws:backup/vaultPolicy:VaultPolicy";
const selection = "aws:backup/selection:Selection";
const planType = "aws:backup/plan:Plan";

const minimumDays = { dev: 7, staging: 14, prod: 35 };

/** One rule keeps recovery points for the minimum; without deleteAfter they do not expire. */
const keptLongEnough = some(
  "rules",
  value(
    "",
    (rule, { environment }) => {
      const days = read(rule, "lifecycle.deleteAfter");
      return days.state === "absent" || (days.state === "known" && number(days.value) >= minimumDays[environment]);
    },
    "fail",
  ),
);

function selectsByTag(each: StackResource): boolean {
  return [...list(each.props, "selectionTags"), ...list(each.props, "conditions")].length > 0;
}

/** Whether the plan of a selection has another selection by tag. */
function isBesideTagSelection(graph: Graph, each: StackResource): boolean {
  const plans = graph.targets(each, "planId", planType);
  return plans.some((of) => graph.referrers(of, "planId", selection).some(selectsByTag));
}

const dailyPlan = example(planType, "daily", {});
const singleSelection = example(selection, "usage", { resources: ["arn:aws:dynamodb:x"] }, { planId: dailyPlan });

export const backup = service("AWS Backup", [
  {
    name: "backup-plan-schedule",
    types: plans,
    description: "AWS Backup plans have a daily rule and a rule with the minimum retention.",
    why: "Without a daily run, more than a day of changes can be lost in a restore. If every rule expires its recovery points early, damage that is found late can no longer be undone.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set schedule to a daily one in one of rules, and lifecycle.deleteAfter in one to at least 7 days in dev, 14 in staging and 35 in prod",
    check: all(some("rules", value("schedule", isDaily, "fail")), keptLongEnough),
    ok: {
      rules: [
        { schedule: "cron(0 5 * * ? *)", lifecycle: { deleteAfter: 7 } },
        { schedule: "cron(0 5 ? * SUN *)", lifecycle: { deleteAfter: 90 } },
      ],
    },
    bad: { rules: [{ schedule: "cron(0 5 ? * SUN *)", lifecycle: { deleteAfter: 7 } }] },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "backup-cross-region-copy",
    types: plans,
    description: "AWS Backup plans have a rule with a copy action to another Region.",
    why: "Recovery points that exist in one vault only are lost together with that vault or its Region, and there is nothing left to restore from.",
    severity: "medium",
    levels: levels("-/-/M"),
    controls: [],
    fix: "set copyActions in one of rules, with a destinationVaultArn in another Region",
    check: some("rules", set("copyActions")),
    ok: {
      rules: [{ copyActions: [{ destinationVaultArn: "arn:aws:backup:eu-central-1:111122223333:backup-vault:x" }] }],
    },
    bad: { rules: [{ copyActions: [] }] },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "backup-vault-cmk",
    types: ["aws:backup/vault:Vault"],
    description: "AWS Backup vaults use a customer managed key and do not set forceDestroy.",
    why: "The policy of the AWS managed key cannot be changed to restrict decryption of backups. With forceDestroy, deleting the vault also deletes every recovery point in it.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["Backup.1", "CKV_AWS_166"],
    fix: "set kmsKeyArn, and leave forceDestroy unset",
    check: all(customerKey("kmsKeyArn"), isNot("forceDestroy", true)),
    ok: { kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { forceDestroy: true },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "backup-vault-locked",
    types: [lock, vaultPolicy],
    description: "AWS Backup vault locks set a minimum retention, and vault policies deny deletion.",
    why: "A compromised administrator or ransomware with backup permissions can delete recovery points first and the data afterwards, so no restore is possible.",
    severity: "medium",
    levels: levels("-/-/M"),
    controls: [],
    fix: "set minRetentionDays on the vault lock, or deny backup:DeleteRecoveryPoint in policy of the vault policy",
    check: all(
      onType([lock], set("minRetentionDays")),
      onType(
        [vaultPolicy],
        states(
          "policy",
          (statement) => !statement.allows && covers(statement, "backup:DeleteRecoveryPoint"),
          "does not deny backup:DeleteRecoveryPoint",
        ),
      ),
    ),
    ok: { minRetentionDays: 35 },
    bad: { maxRetentionDays: 365 },
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "backup-selection-by-tag",
    description: "AWS Backup plans select resources by tag or condition, not by ARN alone.",
    why: "A list of ARNs does not include databases and volumes that are added later, so new data has no recovery point until the list is edited.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: [],
    fix: "set selectionTags or conditions, on this Selection or on another Selection of the plan",
    find: (graph) =>
      lacking(
        graph.of(selection),
        (each) => selectsByTag(each) || isBesideTagSelection(graph, each),
        "selects resources by ARN and not by tag",
      ),
    ok: [
      dailyPlan,
      singleSelection,
      example(selection, "tagged", { selectionTags: [{ key: "backup" }] }, { planId: dailyPlan }),
    ],
    bad: [dailyPlan, singleSelection],
  },
]);
