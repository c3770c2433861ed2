import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** Alarm settings of a vault. */
export interface BackupAlarms {
  /** Name of the vault. */
  vaultName: pulumi.Input<string>;
  /** ARN of the SNS topic. */
  topicArn: pulumi.Input<string>;
}

/** Events of AWS Backup have a state, restore events a status. */
const events = {
  backups: {
    description: "A backup or a copy of a backup did not complete",
    "detail-type": ["Backup Job State Change", "Copy Job State Change"],
    detail: { state: ["ABORTED", "EXPIRED", "FAILED", "PARTIAL"] },
  },
  restores: {
    description: "A restore, of a test or not, did not complete",
    "detail-type": ["Restore Job State Change"],
    detail: { status: ["ABORTED", "FAILED"] },
  },
};

/** Failed jobs send events; a job that does not start sends none, so an alarm on missing completed backups is needed. */
const alarms = {
  failed: {
    alarmDescription: "Backup jobs failed. The AWS Backup console lists them with their reasons.",
    metricName: "NumberOfBackupJobsFailed",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    period: 3600,
    treatMissingData: "notBreaching",
  },
  missing: {
    alarmDescription: "No backup completed in a day. See whether the plan still selects what it should.",
    metricName: "NumberOfBackupJobsCompleted",
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    period: 86400,
    treatMissingData: "breaching",
  },
};

/** EventBridge rules and alarms for backups, copies and restores that fail or do not run, of the whole account in the Region. */
export function backupAlarms(name: string, of: BackupAlarms, child: pulumi.CustomResourceOptions): void {
  for (const [jobs, { description, ...pattern }] of Object.entries(events)) {
    const rule = new aws.cloudwatch.EventRule(
      `${name}-${jobs}`,
      {
        description,
        eventPattern: JSON.stringify({ source: ["aws.backup"], ...pattern }),
        tags: { Name: `${name}-${jobs}` },
      },
      child,
    );
    new aws.cloudwatch.EventTarget(`${name}-${jobs}`, { rule: rule.name, arn: of.topicArn }, child);
  }
  for (const [what, alarm] of Object.entries(alarms)) {
    new aws.cloudwatch.MetricAlarm(
      `${name}-${what}`,
      {
        ...alarm,
        namespace: "AWS/Backup",
        dimensions: { BackupVaultName: of.vaultName },
        statistic: "Sum",
        evaluationPeriods: 1,
        actionsEnabled: true,
        alarmActions: [of.topicArn],
        okActions: [of.topicArn],
        tags: { Name: `${name}-${what}`, severity: "critical" },
      },
      child,
    );
  }
}
