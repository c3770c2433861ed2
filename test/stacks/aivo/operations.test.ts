import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { at, type Deployed } from "../../harness.ts";
import { deployStack, origins } from "../origins.ts";

const topic = "aws:sns/topic:Topic";

describe("aivo: recovery, alarms and cost", () => {
  let aivo: Deployed;
  let staging: Deployed;
  let development: Deployed;
  before(async () => {
    aivo = await deployStack("aivo");
    staging = await deployStack("aivo-staging");
    development = await deployStack("aivo-development");
  });

  it("AIV-DR-01: has three tiers, whose plans follow their objectives and select by tag", () => {
    const plans = aivo.of(aws.backup.Plan).map((each) => {
      const copies = at(each, "rules.0.copyActions.length");
      return `${at(each, "tags.recovery-tier")} ${at(each, "rules.0.schedule")} copied ${copies}`;
    });
    assert.deepEqual(plans.sort(), [
      "critical cron(0 0/4 * * ? *) copied 1",
      "non-critical cron(0 2 * * ? *) copied 1",
      "standard cron(0 0/4 * * ? *) copied 1",
    ]);
    for (const tier of ["critical", "standard", "non-critical"]) {
      const tagged = aivo.one(aws.backup.Selection, `backups-${tier}-tagged`);
      assert.deepEqual(at(tagged, "conditions.0.stringEquals.0"), {
        key: "aws:ResourceTag/recovery-tier",
        value: tier,
      });
    }
  });

  it("AIV-DR-01: replicates the transaction logs of the critical tier, which loses an hour at most", () => {
    const replication = aivo.one(aws.rds.InstanceAutomatedBackupsReplication);
    assert.deepEqual(origins(replication, "sourceDbInstanceArn", "aws:rds/instance:Instance"), ["database-main"]);
    assert.match(replication.provider, /::aws-recovery::/);
    assert.equal(at(replication, "retentionPeriod"), 35);
  });

  it("AIV-DR-02: takes a snapshot of the database every four hours, in development as long as it runs", () => {
    for (const [deployed, tier, schedules] of [
      [aivo, "critical", ["cron(0 0/4 * * ? *)"]],
      [staging, "non-critical", ["cron(0 0/4 * * ? *)"]],
      [development, "non-critical", [14, 18, 22].map((hour) => `cron(0 ${hour} ? * MON-FRI *)`)],
    ] as const) {
      const plan = deployed.one(aws.backup.Plan, `backups-${tier}`);
      assert.deepEqual(
        schedules.map((_, index) => at(plan, `rules.${index}.schedule`)),
        schedules,
      );
      assert.equal(at(plan, `rules.${schedules.length}`), undefined);
      const selection = deployed.one(aws.backup.Selection, `backups-${tier}-database-main`);
      assert.deepEqual(origins(selection, "resources", "aws:rds/instance:Instance"), ["database-main"]);
      assert.deepEqual(origins(selection, "planId", "aws:backup/plan:Plan"), [`backups-${tier}`]);
    }
  });

  it("AIV-STO-01, AIV-DR-04: copies the configuration to us-west-2, both sides versioned", () => {
    const replication = aivo.one(aws.s3.BucketReplicationConfig);
    assert.deepEqual(origins(replication, "bucket", "aws:s3/bucket:Bucket"), ["bucket-configuration"]);
    assert.deepEqual(origins(replication, "rules", "aws:s3/bucket:Bucket"), ["recovery-region-configuration"]);
    const copy = aivo.one(aws.s3.Bucket, "recovery-region-configuration");
    assert.match(copy.provider, /::aws-recovery::/);
    for (const side of ["bucket-configuration", "recovery-region-configuration"]) {
      const versioning = aivo.one(aws.s3.BucketVersioning, side);
      assert.equal(at(versioning, "versioningConfiguration.status"), "Enabled", side);
    }
  });

  it("AIV-STO-01, AIV-CST-02: gives every bucket a lifecycle", () => {
    for (const deployed of [aivo, staging, development]) {
      const buckets = deployed.of(aws.s3.Bucket).map(({ name }) => name);
      const ending = deployed.of(aws.s3.BucketLifecycleConfiguration).map(({ name }) => name);
      assert.deepEqual(ending.sort(), buckets.sort());
    }
    const days = (name: string) =>
      (at(aivo.one(aws.s3.BucketLifecycleConfiguration, name), "rules") as { expiration?: { days: number } }[])
        .map(({ expiration }) => expiration?.days)
        .filter((each) => each !== undefined);
    assert.deepEqual(days("bucket-velero"), [60]);
    // Loki deletes expired logs itself.
    assert.deepEqual(days("loki"), []);
    assert.deepEqual(days("bucket-access-logs"), [365]);
  });

  it("AIV-DR-03: has a bucket for Velero's backups, which only its pods write", () => {
    const association = aivo.one(aws.eks.PodIdentityAssociation, "cluster-backup");
    assert.deepEqual([at(association, "namespace"), at(association, "serviceAccount")], ["velero", "velero-server"]);
    const writers = aivo
      .of(aws.iam.RolePolicy)
      .filter((each) => origins(each, "policy", "aws:s3/bucket:Bucket").includes("bucket-velero"));
    assert.deepEqual(
      writers.map(({ name }) => name),
      ["cluster-backup"],
    );
  });

  it("AIV-ALR-01, AIV-OBS-01: notifies PagerDuty and the team of critical alarms, and the channel of warnings", () => {
    for (const deployed of [aivo, staging, development]) {
      const told = deployed.of(aws.sns.TopicSubscription).map((each) => {
        const contact = each.name.replace("observability-", "");
        return `${origins(each, "topic", topic)} ${at(each, "protocol")} ${contact}`;
      });
      assert.deepEqual(told.sort(), [
        "observability-critical email critical-platform",
        "observability-critical https critical-pagerduty-platform-on-call",
        "observability-warning email warning-slack-platform-infrastructure",
      ]);
    }
    const mailbox = aivo.one(aws.sns.TopicSubscription, "observability-critical-platform");
    assert.equal(at(mailbox, "endpoint"), "platform@aivo.edu");
    const deaf = aivo
      .of(aws.cloudwatch.MetricAlarm)
      .filter((each) => origins(each, "alarmActions", topic).length === 0);
    assert.deepEqual(deaf, []);
  });

  it("AIV-CST-01: warns at 50 % forecast, alerts at 80 % forecast, and pages at 90 % actual", () => {
    const budget = aivo.one(aws.budgets.Budget);
    const shares = [0, 1, 2].map((index) =>
      ["threshold", "notificationType", "subscriberEmailAddresses"].map((path) =>
        at(budget, `notifications.${index}.${path}`),
      ),
    );
    assert.deepEqual(shares, [
      [50, "FORECASTED", []],
      [80, "FORECASTED", ["platform@aivo.edu"]],
      [90, "ACTUAL", []],
    ]);
    const names = [0, 1, 2].map((index) => {
      const arns = at(budget, `notifications.${index}.subscriberSnsTopicArns`) as string[];
      return arns.map((arn) => arn.split(":").at(-1)?.replace(/-\w+$/, ""));
    });
    assert.deepEqual(names, [["observability-warning"], [], ["observability-critical"]]);
  });

  it("AIV-CST-02: detects unusual spending, runs Spot nodes, and stops development at night", () => {
    for (const deployed of [aivo, staging, development]) {
      assert.equal(deployed.of(aws.costexplorer.AnomalyMonitor).length, 1);
      const { propertyDependencies } = deployed.one(aws.costexplorer.AnomalySubscription);
      assert.match((propertyDependencies.subscribers ?? []).join(), /::observability-warning/);
      assert.equal(at(deployed.one(aws.eks.NodeGroup, "cluster-spot"), "capacityType"), "SPOT");
    }
    const databases = development.of(aws.scheduler.Schedule).filter(({ name }) => name.startsWith("off-hours-main"));
    const schedules = databases.map((each) => at(each, "scheduleExpression"));
    assert.deepEqual([...new Set(schedules)].sort(), [
      "cron(0 20 ? * MON,TUE,WED,THU,FRI *)",
      "cron(0 7 ? * MON,TUE,WED,THU,FRI *)",
    ]);
    assert.deepEqual(aivo.of(aws.scheduler.Schedule), []);
  });
});
