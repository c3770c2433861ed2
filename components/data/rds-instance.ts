import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import {
  type CommonSettings,
  type InstanceEngine,
  managedSecretArn,
  parameters,
  type RunningDatabase,
} from "./database-engine.ts";

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
    { parent: options.parent },
  );
  const instance = new aws.rds.Instance(
    name,
    {
      ...settings.store,
      ...settings.insight,
      engine: "postgres",
      identifier: settings.identifier,
      dbName: settings.databaseName,
      username: settings.username,
      instanceClass: engine.instanceClass,
      storageType: "gp3",
      allocatedStorage: engine.allocatedStorage,
      maxAllocatedStorage: engine.maxAllocatedStorage,
      multiAz: engine.multiAz,
      publiclyAccessible: false,
      parameterGroupName: group.name,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      autoMinorVersionUpgrade: true,
      backupWindow: settings.backupWindow,
      maintenanceWindow: settings.maintenanceWindow,
    },
    options,
  );
  return {
    identifier: instance.identifier,
    endpoint: instance.address,
    arn: instance.arn,
    resourceId: instance.resourceId,
    masterSecretArn: managedSecretArn(instance.masterUserSecrets),
  };
}
