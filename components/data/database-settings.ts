import type * as pulumi from "@pulumi/pulumi";
import type { DatabaseArgs } from "./database-args.ts";
import { type CommonSettings, exportedLogs } from "./database-engine.ts";

/** Port of every database. */
export const port = 5432;

/** Settings that a DB instance and an Aurora cluster share; only the logs differ. */
export function commonSettings(
  identifier: string,
  made: { securityGroupId: pulumi.Input<string>; monitoringRoleArn: pulumi.Input<string> },
  args: DatabaseArgs,
): CommonSettings {
  const { backups, databaseInsights, deletionProtection, engine, kmsKeyArn, names, network, version } = args;
  return {
    identifier,
    databaseName: names.database,
    username: names.username,
    version,
    backupWindow: backups.window,
    maintenanceWindow: backups.maintenanceWindow,
    store: {
      // The major version only: the provider ignores differences in the minor version, so upgrades by RDS are never reverted.
      // A new major version is a change of `version`, which RDS refuses without allowMajorVersionUpgrade.
      engineVersion: version,
      allowMajorVersionUpgrade: true,
      engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      port,
      dbSubnetGroupName: network.databaseSubnetGroupName,
      vpcSecurityGroupIds: [made.securityGroupId],
      storageEncrypted: true,
      kmsKeyId: kmsKeyArn,
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: kmsKeyArn,
      iamDatabaseAuthenticationEnabled: true,
      backupRetentionPeriod: backups.retentionDays,
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: false,
      deletionProtection,
      skipFinalSnapshot: !deletionProtection,
      ...(deletionProtection && { finalSnapshotIdentifier: `${identifier}-final` }),
      enabledCloudwatchLogsExports: [...exportedLogs[engine.kind].kinds],
      databaseInsightsMode: databaseInsights,
    },
    insight: {
      monitoringInterval: 60,
      monitoringRoleArn: made.monitoringRoleArn,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: kmsKeyArn,
      performanceInsightsRetentionPeriod: databaseInsights === "advanced" ? 465 : 7,
    },
  };
}
