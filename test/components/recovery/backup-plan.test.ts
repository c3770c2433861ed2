import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { account } from "../../../components/iam/account.ts";
import { BackupPlan, type BackupPlanArgs } from "../../../components/recovery/backup-plan.ts";
import { at, deploy, type Registered, refusal } from "../../harness.ts";

const topicArn = "arn:aws:sns:us-east-1:111122223333:critical";
const databaseArn = "arn:aws:rds:us-east-1:111122223333:db:aivo";
const drVault = "arn:aws:backup:us-west-2:111122223333:backup-vault:recovery";
const snapshots = { kind: "derived", retentionDays: 35 } as const;

const args: BackupPlanArgs = {
  account: account("111122223333", "us-east-1"),
  kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/1",
  tiers: { daily: { objectives: { rpoHours: 24, rtoHours: 24 }, snapshots } },
  selectedTags: { project: "aivo", environment: "prod" },
  deletionProtection: true,
  topicArn,
};

const tiered: BackupPlanArgs = {
  ...args,
  tiers: {
    critical: { objectives: { rpoHours: 1, rtoHours: 4 }, snapshots, secondRegion: "replication" },
    standard: { objectives: { rpoHours: 4, rtoHours: 8 }, snapshots },
    "non-critical": { objectives: { rpoHours: 24, rtoHours: 24 }, snapshots },
  },
  resources: { critical: { database: databaseArn } },
  copyTo: { region: "us-west-2", vaultArn: drVault },
};

describe("BackupPlan", () => {
  it("AIV-DR-01: creates a plan for each tier, and selects resources by tier and stack tags", async () => {
    const { of, one } = await deploy(() => new BackupPlan("backup", tiered));
    assert.deepEqual(
      byName(of(aws.backup.Plan)).map(({ name }) => name),
      ["backup-critical", "backup-non-critical", "backup-standard"],
    );
    const { conditions, resources, planId } = one(aws.backup.Selection, "backup-standard-tagged").inputs;
    assert.equal(planId, planIdOf(one(aws.backup.Plan, "backup-standard")));
    assert.deepEqual(resources, ["*"]);
    assert.deepEqual(conditions, [
      {
        stringEquals: [
          { key: "aws:ResourceTag/recovery-tier", value: "standard" },
          { key: "aws:ResourceTag/project", value: "aivo" },
          { key: "aws:ResourceTag/environment", value: "prod" },
        ],
      },
    ]);
  });

  it("AIV-DR-02, CON-27: backs up the named database continuously and every four hours", async () => {
    const { one } = await deploy(() => new BackupPlan("backup", tiered));
    const plan = one(aws.backup.Plan, "backup-critical");
    assert.deepEqual(rulesOf(plan), [
      ["point-in-time", "cron(0 1 * * ? *)", true, 35],
      ["snapshot", "cron(0 0/4 * * ? *)", false, 35],
    ]);
    const selection = one(aws.backup.Selection, "backup-critical-database");
    assert.deepEqual([selection.inputs.planId, selection.inputs.resources], [planIdOf(plan), [databaseArn]]);
    assert.equal(at(plan, "rules.0.startWindow"), 60);
  });

  it("GEN-DR-01, AGT-DR-01: copies snapshots to the second Region for an RTO below a day", async () => {
    const { one } = await deploy(() => new BackupPlan("backup", tiered));
    const copies = (plan: string, rule: number) => at(one(aws.backup.Plan, plan), `rules.${rule}.copyActions`);
    const copy = [{ destinationVaultArn: drVault, lifecycle: { deleteAfter: 35 } }];
    assert.deepEqual(copies("backup-standard", 0), copy);
    assert.deepEqual(copies("backup-critical", 1), copy);
    assert.deepEqual(copies("backup-critical", 0), []);
    assert.deepEqual(copies("backup-non-critical", 0), []);
  });

  it("uses a vault after its lock and policy, with a role without restore permissions", async () => {
    const { one, of } = await deploy(() => new BackupPlan("backup", args));
    const plan = one(aws.backup.Plan);
    assert.equal(at(plan, "rules.0.targetVaultName"), one(aws.backup.Vault).outputs.name);
    const waited = plan.propertyDependencies.rules ?? [];
    assert.ok(waited.includes(one(aws.backup.VaultPolicy).urn));
    assert.ok(waited.includes(one(aws.backup.VaultLockConfiguration).urn));
    const attached = byName(of(aws.iam.RolePolicyAttachment)).map(({ inputs }) => [
      String(inputs.role).replace(/-\w+$/, ""),
      String(inputs.policyArn).replace("arn:aws:iam::aws:policy/", ""),
    ]);
    assert.deepEqual(attached, [
      ["backup-backup", "service-role/AWSBackupServiceRolePolicyForBackup"],
      ["backup-backup", "AWSBackupServiceRolePolicyForS3Backup"],
      ["backup-restore", "service-role/AWSBackupServiceRolePolicyForRestores"],
      ["backup-restore", "AWSBackupServiceRolePolicyForS3Restore"],
    ]);
    assert.equal(one(aws.backup.Selection).inputs.iamRoleArn, one(aws.iam.Role, "backup-backup").outputs.arn);
  });

  it("OPS-04, OPS-07: notifies of failed jobs, failed restores, and a day without a backup", async () => {
    const { of, one } = await deploy(() => new BackupPlan("backup", args));
    assert.deepEqual(
      byName(of(aws.cloudwatch.EventRule)).map(({ inputs }) => JSON.parse(String(inputs.eventPattern))),
      [
        {
          source: ["aws.backup"],
          "detail-type": ["Backup Job State Change", "Copy Job State Change"],
          detail: { state: ["ABORTED", "EXPIRED", "FAILED", "PARTIAL"] },
        },
        {
          source: ["aws.backup"],
          "detail-type": ["Restore Job State Change"],
          detail: { status: ["ABORTED", "FAILED"] },
        },
      ],
    );
    assert.deepEqual(
      of(aws.cloudwatch.EventTarget).map(({ inputs }) => inputs.arn),
      [topicArn, topicArn],
    );
    const vault = one(aws.backup.Vault).outputs.name;
    const alarms = byName(of(aws.cloudwatch.MetricAlarm)).map(({ inputs }) => [
      inputs.metricName,
      inputs.comparisonOperator,
      inputs.threshold,
      inputs.period,
      inputs.treatMissingData,
      inputs.dimensions,
      inputs.alarmActions,
    ]);
    const dimensions = { BackupVaultName: vault };
    assert.deepEqual(alarms, [
      ["NumberOfBackupJobsFailed", "GreaterThanThreshold", 0, 3600, "notBreaching", dimensions, [topicArn]],
      ["NumberOfBackupJobsCompleted", "LessThanThreshold", 1, 86400, "breaching", dimensions, [topicArn]],
    ]);
  });

  it("OPS-02, OPS-04: tests restores every week from its vault, only where it is set", async () => {
    const restoreTest = {
      planName: "aivo_prod",
      schedule: { on: "SUN", at: "06:00" },
      resources: { database: { resourceType: "RDS", resourceArn: databaseArn } },
    } as const;
    const { of, one } = await deploy(() => {
      new BackupPlan("quiet", args);
      new BackupPlan("tried", { ...args, restoreTest });
    });
    assert.equal(of(aws.backup.RestoreTestingPlan).length, 1);
    const selection = one(aws.backup.RestoreTestingSelection, "tried-database");
    assert.equal(selection.inputs.iamRoleArn, one(aws.iam.Role, "tried-restore").outputs.arn);
    assert.deepEqual(at(one(aws.backup.RestoreTestingPlan), "recoveryPointSelection.includeVaults"), [
      one(aws.backup.Vault, "tried").outputs.arn,
    ]);
  });

  it("CON-02: refuses copies within the Region, copies without a vault, and objectives that cannot be met, all at once", async () => {
    assert.equal(
      await refusal(
        () =>
          new BackupPlan("backup", {
            ...args,
            tiers: {
              critical: { objectives: { rpoHours: 1, rtoHours: 24 }, snapshots, pointInTime: "none" },
              standard: { objectives: { rpoHours: 4, rtoHours: 8 }, snapshots, secondRegion: "none" },
            },
            resources: { gold: { tagged: databaseArn } },
            copyTo: { region: "us-east-1", vaultArn: drVault },
          }),
      ),
      [
        'BackupPlan "backup":',
        '  - tiers.standard.secondRegion must be "copies" or "replication" for rtoHours 8, below 24, got "none"',
        "  - copyTo.region must not be the account's Region, got us-east-1",
        "  - resources must be of the tiers critical, standard, got gold",
        '  - resources must have names of at most 20 lower-case letters, digits and hyphens, not "tagged", got tagged',
      ].join("\n"),
    );
    const { copyTo: _, ...alone } = tiered;
    assert.equal(
      await refusal(() => new BackupPlan("backup", alone)),
      'BackupPlan "backup": copyTo must name a vault for the tiers that are copied (critical, standard), got none',
    );
  });
});

/** The engine gets independent resources in no particular order. */
function byName(resources: Registered[]): Registered[] {
  return resources.toSorted((one, other) => one.name.localeCompare(other.name));
}

function planIdOf(plan: Registered): unknown {
  return String(plan.outputs.arn).split("backup-plan:")[1];
}

function rulesOf(plan: Registered): unknown[] {
  const rules = plan.inputs.rules as Record<string, unknown>[];
  return rules.map(({ ruleName, schedule, enableContinuousBackup, lifecycle }) => [
    ruleName,
    schedule,
    enableContinuousBackup,
    (lifecycle as Record<string, unknown>).deleteAfter,
  ]);
}
