import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Database, type DatabaseArgs } from "../../../components/data/database.ts";
import type { AuroraEngine } from "../../../components/data/database-engine.ts";
import { account } from "../../../components/iam/account.ts";
import { deploy, refusal } from "../../harness.ts";

const key = "arn:aws:kms:us-east-1:111122223333:key/1";
const engine: AuroraEngine = {
  kind: "aurora",
  zones: ["a", "b"],
  capacity: { kind: "provisioned", instanceClass: "db.r7g.large" },
};
const agents: DatabaseArgs = {
  account: account("111122223333", "us-east-1"),
  engine,
  version: "17",
  network: {
    vpcId: pulumi.output("vpc-1"),
    databaseSubnetIds: pulumi.output(["subnet-a", "subnet-b"]),
    databaseSubnetGroupName: pulumi.output("database"),
  },
  admit: { "memory-gateway": "sg-gateway", bastion: "sg-bastion" },
  kmsKeyArn: key,
  logs: { retentionInDays: 90, kmsKeyArn: key },
  backups: { retentionDays: 14, window: "03:00-04:00", maintenanceWindow: "sun:04:30-sun:05:30" },
  deletionProtection: true,
  names: { identifier: "agents", database: "memory", username: "memory_owner" },
  databaseInsights: "advanced",
  proxy: false,
};

describe("Database on Aurora", () => {
  it("AGT-DB-01 has one DB instance in each Availability Zone, and automated backups", async () => {
    const { one, of } = await deploy(() => void new Database("main", agents));
    const cluster = one(aws.rds.Cluster);
    assert.equal(cluster.inputs.engine, "aurora-postgresql");
    assert.equal(cluster.inputs.engineVersion, "17");
    assert.equal(cluster.inputs.clusterIdentifier, "agents");
    assert.equal(cluster.inputs.backupRetentionPeriod, 14);
    assert.equal(cluster.inputs.preferredBackupWindow, "03:00-04:00");
    assert.equal(cluster.inputs.preferredMaintenanceWindow, "sun:04:30-sun:05:30");
    assert.deepEqual(
      of(aws.rds.ClusterInstance).map(({ name, inputs }) => [name, inputs.availabilityZone, inputs.instanceClass]),
      [
        ["main-a", "us-east-1a", "db.r7g.large"],
        ["main-b", "us-east-1b", "db.r7g.large"],
      ],
    );
    assert.ok(!("serverlessv2ScalingConfiguration" in cluster.inputs));
    for (const { inputs } of of(aws.rds.ClusterInstance)) {
      assert.equal(inputs.publiclyAccessible, false);
      assert.equal(inputs.autoMinorVersionUpgrade, true);
      assert.equal(inputs.caCertIdentifier, "rds-ca-rsa2048-g1");
      assert.equal(inputs.copyTagsToSnapshot, true);
    }
  });

  it("AGT-DB-02 uses IAM authentication, enhanced monitoring and 465 days of Database Insights", async () => {
    const { one, of } = await deploy(() => void new Database("main", agents));
    const cluster = one(aws.rds.Cluster);
    assert.equal(cluster.inputs.iamDatabaseAuthenticationEnabled, true);
    assert.equal(cluster.inputs.databaseInsightsMode, "advanced");
    for (const { inputs } of [cluster, ...of(aws.rds.ClusterInstance)]) {
      assert.equal(inputs.monitoringInterval, 60);
      assert.equal(inputs.monitoringRoleArn, one(aws.iam.Role).outputs.arn);
      assert.equal(inputs.performanceInsightsEnabled, true);
      assert.equal(inputs.performanceInsightsKmsKeyId, key);
      assert.equal(inputs.performanceInsightsRetentionPeriod, 465);
    }
  });

  it("AGT-DB-03 logs to a log group that is created before, and allows only its callers", async () => {
    const { one, of } = await deploy(() => void new Database("main", agents));
    const cluster = one(aws.rds.Cluster);
    const log = one(aws.cloudwatch.LogGroup);
    assert.deepEqual(cluster.inputs.enabledCloudwatchLogsExports, ["postgresql"]);
    assert.equal(log.inputs.name, "/aws/rds/cluster/agents/postgresql");
    assert.ok(cluster.dependencies.includes(log.urn));
    assert.deepEqual(
      of(aws.vpc.SecurityGroupIngressRule).map(({ inputs }) => [inputs.referencedSecurityGroupId, inputs.fromPort]),
      [
        ["sg-gateway", 5432],
        ["sg-bastion", 5432],
      ],
    );
    assert.deepEqual(cluster.propertyDependencies.vpcSecurityGroupIds, [one(aws.ec2.SecurityGroup).urn]);
  });

  it("AGT-SEC-03 is encrypted, requires TLS, and has no password in the state", async () => {
    const { one } = await deploy(() => void new Database("main", agents));
    const { inputs } = one(aws.rds.Cluster);
    const group = one(aws.rds.ClusterParameterGroup);
    assert.deepEqual([inputs.storageEncrypted, inputs.kmsKeyId], [true, key]);
    assert.deepEqual([inputs.manageMasterUserPassword, inputs.masterUserSecretKmsKeyId], [true, key]);
    assert.ok(!("masterPassword" in inputs) && !("masterPasswordWo" in inputs));
    assert.deepEqual([inputs.deletionProtection, inputs.finalSnapshotIdentifier], [true, "agents-final"]);
    assert.equal(group.name, "main-aurora-postgresql17");
    assert.equal(group.inputs.family, "aurora-postgresql17");
    assert.equal(inputs.dbClusterParameterGroupName, group.outputs.name);
    assert.deepEqual((group.inputs.parameters as object[])[0], {
      name: "rds.force_ssl",
      value: "1",
      applyMethod: "pending-reboot",
    });
  });

  it("scales between two capacities with Serverless v2", async () => {
    const capacity = { kind: "serverless", min: 0.5, max: 8 } as const;
    const { one, of } = await deploy(() => void new Database("main", { ...agents, engine: { ...engine, capacity } }));
    assert.deepEqual(one(aws.rds.Cluster).inputs.serverlessv2ScalingConfiguration, {
      minCapacity: 0.5,
      maxCapacity: 8,
    });
    assert.deepEqual(
      of(aws.rds.ClusterInstance).map(({ inputs }) => inputs.instanceClass),
      ["db.serverless", "db.serverless"],
    );
  });

  it("keeps the DB instance of a zone when another zone is removed", async () => {
    const { of } = await deploy(() => void new Database("main", { ...agents, engine: { ...engine, zones: ["b"] } }));
    assert.deepEqual(
      of(aws.rds.ClusterInstance).map(({ name, inputs }) => [name, inputs.availabilityZone]),
      [["main-b", "us-east-1b"]],
    );
  });

  it("outputs its endpoints after its DB instances", async () => {
    const { one, of, outputs } = await deploy(() => {
      const { endpoint, readerEndpoint, identifier, resourceId } = new Database("main", agents);
      // Dependencies of an output, as a resource shows them.
      new aws.ssm.Parameter("probe", { type: "String", value: endpoint });
      return { endpoint, readerEndpoint, identifier, resourceId };
    });
    for (const instance of of(aws.rds.ClusterInstance))
      assert.ok(one(aws.ssm.Parameter).dependencies.includes(instance.urn));
    assert.match(String(outputs.endpoint), /^agents\.cluster-[0-9a-f]+\.us-east-1\.rds\.amazonaws\.com$/);
    assert.match(String(outputs.readerEndpoint), /^agents\.cluster-ro-/);
    assert.match(String(outputs.resourceId), /^cluster-[0-9A-F]+$/);
    assert.equal(outputs.identifier, "agents");
  });

  it("reports every fault of its zones and its capacity at once", async () => {
    const bad = (zones: string[], min: number, max: number) =>
      refusal(
        () =>
          new Database("main", { ...agents, engine: { ...engine, zones, capacity: { kind: "serverless", min, max } } }),
      );
    assert.equal(
      await bad([], 300, 0.5),
      [
        'Database "main":',
        "  - engine.zones must be one or more distinct zone letters, got []",
        "  - engine.capacity.min must be 0 to 256 in steps of 0.5, got 300",
        "  - engine.capacity.max must be 1 to 256 in steps of 0.5, got 0.5",
        "  - engine.capacity.min must be no more than max (0.5), got 300",
      ].join("\n"),
    );
    assert.equal(
      await bad(["a", "a"], 0.7, 4),
      [
        'Database "main":',
        '  - engine.zones must be one or more distinct zone letters, got ["a","a"]',
        "  - engine.capacity.min must be 0 to 256 in steps of 0.5, got 0.7",
      ].join("\n"),
    );
    assert.match(await bad(["us-east-1a"], 1, 4), /distinct zone letters, got \["us-east-1a"\]/);
  });
});
