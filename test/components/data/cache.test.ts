import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Cache, type CacheArgs } from "../../../components/data/cache.ts";
import { deploy, refusal } from "../../harness.ts";

const key = "arn:aws:kms:us-east-1:111122223333:key/1";
const auterity: CacheArgs = {
  nodeType: "cache.t3.medium",
  availability: "multiAz",
  nodes: 2,
  network: { vpcId: pulumi.output("vpc-1"), databaseSubnetIds: pulumi.output(["subnet-a", "subnet-b"]) },
  admit: { cluster: "sg-cluster" },
  users: { app: { access: "on ~* +@read +@write" } },
  kmsKeyArn: key,
  logs: { retentionInDays: 90, kmsKeyArn: key },
  backups: { retentionDays: 7, window: "03:00-04:00", maintenanceWindow: "sun:04:30-sun:05:30" },
  deletionProtection: true,
  replicationGroupId: "auterity-prod",
};
const genAi: CacheArgs = {
  ...auterity,
  engine: "redis",
  nodeType: "cache.t3.micro",
  availability: "single",
  nodes: 1,
  deletionProtection: false,
  replicationGroupId: "gen-ai-cache",
};

describe("Cache", () => {
  it("AUT-CAC-01 runs the default engine with its version and parameter group family", async () => {
    const { one } = await deploy(() => new Cache("main", auterity));
    const { inputs } = one(aws.elasticache.ReplicationGroup);
    const group = one(aws.elasticache.ParameterGroup);
    assert.equal(inputs.replicationGroupId, "auterity-prod");
    assert.deepEqual([inputs.engine, inputs.engineVersion], ["valkey", "8.2"]);
    assert.equal(inputs.autoMinorVersionUpgrade, true);
    assert.deepEqual([group.name, group.inputs.family], ["main-valkey8", "valkey8"]);
    assert.equal(inputs.parameterGroupName, group.outputs.name);
  });

  it("AUT-CAC-02 AUT-CAC-03 AGT-CAC-01 fails over to another Availability Zone with Multi-AZ", async () => {
    const { one } = await deploy(() => new Cache("main", auterity));
    const { inputs } = one(aws.elasticache.ReplicationGroup);
    assert.equal(inputs.nodeType, "cache.t3.medium");
    assert.equal(inputs.numCacheClusters, 2);
    assert.equal(inputs.automaticFailoverEnabled, true);
    assert.equal(inputs.multiAzEnabled, true);
  });

  it("AUT-CAC-04 is in its subnet group, and allows only its callers' security groups", async () => {
    const { one, of } = await deploy(() => new Cache("main", auterity));
    const cache = one(aws.elasticache.ReplicationGroup);
    const subnets = one(aws.elasticache.SubnetGroup);
    const group = one(aws.ec2.SecurityGroup);
    const { inputs: rule } = one(aws.vpc.SecurityGroupIngressRule);
    assert.equal(cache.inputs.subnetGroupName, subnets.outputs.name);
    assert.deepEqual(subnets.inputs.subnetIds, ["subnet-a", "subnet-b"]);
    assert.deepEqual(cache.propertyDependencies.securityGroupIds, [group.urn]);
    assert.ok(!("ingress" in group.inputs) && !("egress" in group.inputs));
    assert.deepEqual(
      [rule.referencedSecurityGroupId, rule.ipProtocol, rule.fromPort, rule.toPort],
      ["sg-cluster", "tcp", 6379, 6379],
    );
    assert.equal(of(aws.vpc.SecurityGroupEgressRule).length, 0);
  });

  it("AUT-CAC-05 AGT-CAC-02 is encrypted at rest with its key and in transit", async () => {
    const { one } = await deploy(() => new Cache("main", genAi));
    const { inputs } = one(aws.elasticache.ReplicationGroup);
    assert.deepEqual([inputs.atRestEncryptionEnabled, inputs.kmsKeyId], [true, key]);
    assert.deepEqual([inputs.transitEncryptionEnabled, inputs.transitEncryptionMode], [true, "required"]);
  });

  it("AUI-CAC-01 authenticates users with IAM and access strings, without passwords", async () => {
    const { one, of, outputs } = await deploy(() => ({ users: new Cache("main", auterity).users }));
    const user = one(aws.elasticache.User);
    assert.deepEqual(user.inputs, {
      userId: "auterity-prod-app",
      userName: "auterity-prod-app",
      engine: "redis",
      accessString: "on ~* +@read +@write",
      authenticationMode: { type: "iam" },
    });
    const group = one(aws.elasticache.UserGroup);
    assert.deepEqual([group.name, group.inputs.engine], ["main-valkey", "valkey"]);
    assert.deepEqual(group.inputs.userIds, ["auterity-prod-app"]);
    assert.deepEqual(one(aws.elasticache.ReplicationGroup).inputs.userGroupIds, ["auterity-prod-valkey"]);
    assert.ok(!("authToken" in one(aws.elasticache.ReplicationGroup).inputs));
    assert.equal(of(aws.elasticache.User).length, 1);
    const arn = "arn:aws:elasticache:us-east-1:111122223333:user:auterity-prod-app";
    assert.deepEqual(outputs.users, { app: { userName: "auterity-prod-app", arn } });
  });

  it("GEN-CAC-01 AIV-CAC-01 runs Redis OSS on one node without failover where it is set", async () => {
    const { one } = await deploy(() => new Cache("main", genAi));
    const { inputs } = one(aws.elasticache.ReplicationGroup);
    assert.equal(inputs.replicationGroupId, "gen-ai-cache");
    assert.deepEqual([inputs.engine, inputs.engineVersion], ["redis", "7.1"]);
    assert.equal(one(aws.elasticache.ParameterGroup).inputs.family, "redis7");
    assert.deepEqual([inputs.nodeType, inputs.numCacheClusters], ["cache.t3.micro", 1]);
    assert.deepEqual([inputs.automaticFailoverEnabled, inputs.multiAzEnabled], [false, false]);
    assert.equal(inputs.port, 6379);
  });

  it("disables the default user of a Redis OSS user group", async () => {
    const { one } = await deploy(() => new Cache("main", genAi));
    const { inputs } = one(aws.elasticache.User, "main-default");
    assert.deepEqual([inputs.userId, inputs.userName], ["gen-ai-cache-default", "default"]);
    assert.equal(inputs.accessString, "off ~keys* -@all");
    assert.deepEqual(one(aws.elasticache.UserGroup).inputs.userIds, ["gen-ai-cache-app", "gen-ai-cache-default"]);
  });

  it("creates snapshots in its window, and a final one with deletion protection", async () => {
    const { one } = await deploy(() => new Cache("main", auterity));
    const { inputs } = one(aws.elasticache.ReplicationGroup);
    assert.deepEqual([inputs.snapshotRetentionLimit, inputs.snapshotWindow], [7, "03:00-04:00"]);
    assert.equal(inputs.maintenanceWindow, "sun:04:30-sun:05:30");
    assert.equal(inputs.finalSnapshotIdentifier, "auterity-prod-final");
    const dev = await deploy(() => new Cache("main", genAi));
    assert.ok(!("finalSnapshotIdentifier" in dev.one(aws.elasticache.ReplicationGroup).inputs));
  });

  it("delivers slow log and engine log as JSON to log groups with retention and a key", async () => {
    const { one, of } = await deploy(() => new Cache("main", auterity));
    assert.deepEqual(
      of(aws.cloudwatch.LogGroup).map(({ inputs }) => [inputs.name, inputs.retentionInDays, inputs.kmsKeyId]),
      [
        ["/aws/elasticache/auterity-prod/slow-log", 90, key],
        ["/aws/elasticache/auterity-prod/engine-log", 90, key],
      ],
    );
    const json = { logFormat: "json", destinationType: "cloudwatch-logs" };
    assert.deepEqual(one(aws.elasticache.ReplicationGroup).inputs.logDeliveryConfigurations, [
      { ...json, logType: "slow-log", destination: "/aws/elasticache/auterity-prod/slow-log" },
      { ...json, logType: "engine-log", destination: "/aws/elasticache/auterity-prod/engine-log" },
    ]);
  });

  it("takes its ID from its name, and outputs endpoints and nodes", async () => {
    const { outputs } = await deploy(() => {
      const { replicationGroupId: _, ...rest } = auterity;
      const { replicationGroupId, arn, port, memberClusterIds, primaryEndpoint, readerEndpoint } = new Cache(
        "main",
        rest,
      );
      return { replicationGroupId, arn, port, memberClusterIds, primaryEndpoint, readerEndpoint };
    });
    const { primaryEndpoint, readerEndpoint, ...plain } = outputs;
    assert.deepEqual(plain, {
      replicationGroupId: "main",
      arn: "arn:aws:elasticache:us-east-1:111122223333:replicationgroup:main",
      port: 6379,
      memberClusterIds: ["main-001", "main-002"],
    });
    assert.match(String(primaryEndpoint), /^master\.main\.[0-9a-f]+\.use1\.cache\.amazonaws\.com$/);
    assert.match(String(readerEndpoint), /^replica\.main\./);
  });

  it("reports every fault of its arguments at once", async () => {
    const message = await refusal(
      () =>
        new Cache("main", {
          ...auterity,
          ...JSON.parse('{ "engine": "memcached" }'),
          nodes: 1,
          replicationGroupId: "Auterity_Prod",
          users: { default: { access: "on ~*" } },
          backups: { retentionDays: 7, window: "03:00-03:30", maintenanceWindow: "sun:04:30-sun:05:30" },
        }),
    );
    assert.equal(
      message,
      [
        'Cache "main":',
        '  - replicationGroupId must be 1 to 32 lower-case letters, digits and single hyphens between them, starting with a letter, got "Auterity_Prod"',
        '  - engine must be one of valkey, redis, got "memcached"',
        "  - nodes must be 2 or more where availability is multiAz, since a failover needs a replica, got 1",
        '  - users must not be named default, which is the user of unauthenticated clients, got "default"',
        '  - backups.window must last at least 60 minutes, got "03:00-03:30"',
      ].join("\n"),
    );
  });

  it("refuses replicas without failover, too many nodes, and invalid users", async () => {
    const bad = (args: Partial<CacheArgs>) => refusal(() => new Cache("main", { ...auterity, ...args }));
    assert.match(await bad({ availability: "single" }), /nodes must be 1 where availability is single.*got 2/);
    assert.match(await bad({ nodes: 7 }), /nodes must be a whole number from 1 to 6, got 7/);
    assert.match(await bad({ replicationGroupId: "a".repeat(33) }), /replicationGroupId must be 1 to 32/);
    assert.match(await bad({ users: {} }), /users must have at least one user/);
    assert.match(await bad({ users: { App: { access: "on ~*" } } }), /users must be named by .* got "App"/);
    assert.match(await bad({ users: { ["a".repeat(27)]: { access: "on ~*" } } }), /within 40 characters/);
  });
});
