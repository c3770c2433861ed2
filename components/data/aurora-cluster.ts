import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  type AuroraEngine,
  type CommonSettings,
  managedSecretArn,
  parameters,
  type RunningDatabase,
} from "./database-engine.ts";

/** An Aurora PostgreSQL cluster. */
export function auroraCluster(
  name: string,
  engine: AuroraEngine & { region: string },
  settings: CommonSettings,
  options: { parent: pulumi.Resource; dependsOn: pulumi.Resource[] },
): RunningDatabase {
  const { capacity } = engine;
  const family = `aurora-postgresql${settings.version}`;
  // Named after its family: a new major version gets a new parameter group, while the old one is still in use.
  const group = new aws.rds.ClusterParameterGroup(
    `${name}-${family}`,
    { family, description: `${name} on Aurora PostgreSQL ${settings.version}`, parameters },
    { parent: options.parent },
  );
  const cluster = new aws.rds.Cluster(
    name,
    {
      ...settings.store,
      ...settings.insight,
      engine: "aurora-postgresql",
      clusterIdentifier: settings.identifier,
      databaseName: settings.databaseName,
      masterUsername: settings.username,
      dbClusterParameterGroupName: group.name,
      preferredBackupWindow: settings.backupWindow,
      preferredMaintenanceWindow: settings.maintenanceWindow,
      ...(capacity.kind === "serverless" && {
        serverlessv2ScalingConfiguration: { minCapacity: capacity.min, maxCapacity: capacity.max },
      }),
    },
    options,
  );
  const instances = engine.zones.map((zone) => clusterInstance(name, zone, engine, cluster, settings, options.parent));
  // The endpoints are known when the DB instances are available.
  const running = pulumi.all(instances.map((instance) => instance.id));
  const served = (endpoint: pulumi.Output<string>) => pulumi.all([endpoint, running]).apply(([value]) => value);
  return {
    identifier: served(cluster.clusterIdentifier),
    endpoint: served(cluster.endpoint),
    readerEndpoint: served(cluster.readerEndpoint),
    arn: cluster.arn,
    resourceId: cluster.clusterResourceId,
    masterSecretArn: managedSecretArn(cluster.masterUserSecrets),
  };
}

/** The DB instance of one Availability Zone; a failover can make each of them the writer. */
function clusterInstance(
  name: string,
  zone: string,
  { region, capacity }: AuroraEngine & { region: string },
  cluster: aws.rds.Cluster,
  { insight, maintenanceWindow }: CommonSettings,
  parent: pulumi.Resource,
): aws.rds.ClusterInstance {
  return new aws.rds.ClusterInstance(
    `${name}-${zone}`,
    {
      ...insight,
      engine: "aurora-postgresql",
      clusterIdentifier: cluster.id,
      availabilityZone: `${region}${zone}`,
      instanceClass: capacity.kind === "serverless" ? "db.serverless" : capacity.instanceClass,
      publiclyAccessible: false,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      autoMinorVersionUpgrade: true,
      copyTagsToSnapshot: true,
      preferredMaintenanceWindow: maintenanceWindow,
    },
    { parent },
  );
}
