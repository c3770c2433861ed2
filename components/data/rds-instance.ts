import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { dataOptions, groupOptions } from "./changes.ts";
import {
  type CommonSettings,
  type InstanceEngine,
  managedSecretArn,
  parameters,
  type RunningDatabase,
} from "./database-engine.ts";
import type { RestoredFrom } from "./restored-from.ts";

/** An RDS for PostgreSQL DB instance. */
export function rdsInstance(
  name: string,
  engine: InstanceEngine,
  settings: CommonSettings,
  options: { parent: pulumi.Resource; dependsOn: pulumi.Resource[] },
): RunningDatabase {
  const family = `postgres${settings.version}`;
  // Named after its family: a new major version gets a new parameter group, while the old one is still in use.
  const group = new aws.rds.ParameterGroup(
    `${name}-${family}`,
    { family, description: `${name} on PostgreSQL ${settings.version}`, parameters },
    groupOptions(options.parent, settings.deletionProtection),
  );
  const instance = new aws.rds.Instance(
    name,
    {
      ...settings.store,
      ...restore(settings.restoredFrom),
      ...settings.insight,
      engine: "postgres",
      identifier: settings.identifier,
      dbName: settings.databaseName,
      username: settings.username,
      instanceClass: engine.instanceClass,
      storageType: "gp3",
      ...storage(engine.allocatedStorage),
      maxAllocatedStorage: engine.maxAllocatedStorage,
      multiAz: engine.multiAz,
      publiclyAccessible: false,
      parameterGroupName: group.name,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      autoMinorVersionUpgrade: true,
      backupWindow: settings.backupWindow,
      maintenanceWindow: settings.maintenanceWindow,
    },
    { ...options, ...dataOptions(settings.deletionProtection) },
  );
  return {
    identifier: instance.identifier,
    endpoint: instance.address,
    arn: instance.arn,
    resourceId: instance.resourceId,
    masterSecretArn: managedSecretArn(instance.masterUserSecrets),
  };
}

/** From this size on RDS stripes a gp3 volume of PostgreSQL over four (Amazon RDS User Guide, "gp3 storage"). */
const stripedGib = 400;

/**
 * The provider would send the 3,000 IOPS of the smaller volume when a volume grows past the limit, which RDS refuses; below
 * it RDS refuses every value (terraform-provider-aws issues 28382 and 28160).
 */
function storage(allocatedStorage: number) {
  return { allocatedStorage, ...(allocatedStorage >= stripedGib && { iops: 12_000, storageThroughput: 500 }) };
}

function restore(from: RestoredFrom | undefined): Partial<aws.rds.InstanceArgs> {
  if (from === undefined) return {};
  if (from.kind === "snapshot") return { snapshotIdentifier: from.snapshot };
  const time = from.time === "latest" ? { useLatestRestorableTime: true } : { restoreTime: from.time };
  return { restoreToPointInTime: { sourceDbInstanceIdentifier: from.source, ...time } };
}
