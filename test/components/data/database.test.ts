import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Database, type DatabaseArgs } from "../../../components/data/database.ts";
import type { InstanceEngine } from "../../../components/data/database-engine.ts";
import { account } from "../../../components/iam/account.ts";
import { deploy, refusal } from "../../harness.ts";

const key = "arn:aws:kms:us-east-1:111122223333:key/1";
const network = {
  vpcId: pulumi.output("vpc-1"),
  databaseSubnetIds: pulumi.output(["subnet-a", "subnet-b"]),
  databaseSubnetGroupName: pulumi.output("database"),
};
const auterity: DatabaseArgs = {
  account: account("111122223333", "us-east-1"),
  engine: {
    kind: "instance",
    instanceClass: "db.t3.large",
    allocatedStorage: 100,
    maxAllocatedStorage: 500,
    multiAz: true,
  },
  version: "17",
  network,
  admit: { cluster: "sg-cluster", bastion: "sg-bastion" },
  kmsKeyArn: key,
  logs: { retentionInDays: 90, kmsKeyArn: key },
  backups: { retentionDays: 7, window: "03:00-04:00", maintenanceWindow: "sun:04:30-sun:05:30" },
  deletionProtection: true,
  names: { identifier: "auterity-prod", database: "auterity", username: "auterity" },
  databaseInsights: "standard",
  proxy: false,
};
const small: InstanceEngine = {
  kind: "instance",
  instanceClass: "db.t3.micro",
  allocatedStorage: 20,
  maxAllocatedStorage: 100,
  multiAz: false,
};
const genAi: DatabaseArgs = {
  ...auterity,
  engine: small,
  deletionProtection: false,
  names: { identifier: "gen-ai-db", database: "genai", username: "genai_admin" },
};

describe("Database on RDS", () => {
  it("AUT-DB-01 AUT-DB-02 AUT-DB-03 AUT-DB-04 runs the given DB instance, on a major version that RDS supports", async () => {
    const { one } = await deploy(() => void new Database("main", auterity));
    const { inputs } = one(aws.rds.Instance);
    assert.equal(inputs.identifier, "auterity-prod");
    assert.equal(inputs.engine, "postgres");
    assert.equal(inputs.engineVersion, "17");
    assert.equal(inputs.engineLifecycleSupport, "open-source-rds-extended-support-disabled");
    assert.equal(inputs.autoMinorVersionUpgrade, true);
    assert.equal(inputs.allowMajorVersionUpgrade, true);
    assert.equal(inputs.instanceClass, "db.t3.large");
    assert.equal(inputs.allocatedStorage, 100);
    assert.equal(inputs.maxAllocatedStorage, 500);
    assert.equal(inputs.storageType, "gp3");
    assert.equal(inputs.multiAz, true);
  });

  it("AUT-DB-05 AUT-DB-06 AUT-DB-07 has backup and maintenance windows, and keeps automated backups after deletion", async () => {
    const { one } = await deploy(() => void new Database("main", auterity));
    const { inputs } = one(aws.rds.Instance);
    assert.equal(inputs.backupRetentionPeriod, 7);
    assert.equal(inputs.backupWindow, "03:00-04:00");
    assert.equal(inputs.maintenanceWindow, "sun:04:30-sun:05:30");
    assert.equal(inputs.deleteAutomatedBackups, false);
    assert.equal(inputs.copyTagsToSnapshot, true);
    assert.ok(!("applyImmediately" in inputs));
  });

  it("AUT-DB-08 AIV-SEC-01 encrypts with its key, and creates a final snapshot with deletion protection", async () => {
    const { one } = await deploy(() => void new Database("main", auterity));
    const { inputs } = one(aws.rds.Instance);
    assert.equal(inputs.storageEncrypted, true);
    assert.equal(inputs.kmsKeyId, key);
    assert.equal(inputs.performanceInsightsKmsKeyId, key);
    assert.equal(inputs.deletionProtection, true);
    assert.equal(inputs.skipFinalSnapshot, false);
    assert.equal(inputs.finalSnapshotIdentifier, "auterity-prod-final");
  });

  it("AUT-DB-09 is in the database subnets, and allows only its callers' security groups", async () => {
    const { one, of } = await deploy(() => void new Database("main", auterity));
    const { inputs } = one(aws.rds.Instance);
    const group = one(aws.ec2.SecurityGroup);
    assert.equal(inputs.dbSubnetGroupName, "database");
    assert.equal(inputs.publiclyAccessible, false);
    assert.deepEqual(one(aws.rds.Instance).propertyDependencies.vpcSecurityGroupIds, [group.urn]);
    assert.ok(!("ingress" in group.inputs) && !("egress" in group.inputs));
    assert.deepEqual(
      of(aws.vpc.SecurityGroupIngressRule).map((rule) => [rule.name, rule.inputs.referencedSecurityGroupId]),
      [
        ["main-cluster", "sg-cluster"],
        ["main-bastion", "sg-bastion"],
      ],
    );
    for (const { inputs: rule } of of(aws.vpc.SecurityGroupIngressRule)) {
      assert.deepEqual([rule.ipProtocol, rule.fromPort, rule.toPort], ["tcp", 5432, 5432]);
      assert.ok(!("cidrIpv4" in rule) && !("cidrIpv6" in rule));
    }
    assert.equal(of(aws.vpc.SecurityGroupEgressRule).length, 0);
  });

  it("AUI-DB-01 GEN-DB-02 has a master password managed by RDS with its key, and IAM authentication", async () => {
    const { one, outputs } = await deploy(() => ({ secret: new Database("main", genAi).masterSecretArn }));
    const { inputs } = one(aws.rds.Instance);
    assert.equal(inputs.dbName, "genai");
    assert.equal(inputs.username, "genai_admin");
    assert.equal(inputs.port, 5432);
    assert.equal(inputs.manageMasterUserPassword, true);
    assert.equal(inputs.masterUserSecretKmsKeyId, key);
    assert.equal(inputs.iamDatabaseAuthenticationEnabled, true);
    assert.ok(!("password" in inputs) && !("passwordWo" in inputs));
    assert.match(String(outputs.secret), /^arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!db-/);
  });

  it("GEN-DB-01 GEN-DB-03 AUT-DB-10 can be small, in one zone and without a final snapshot", async () => {
    const { one } = await deploy(() => void new Database("main", genAi));
    const { inputs } = one(aws.rds.Instance);
    assert.equal(inputs.identifier, "gen-ai-db");
    assert.equal(inputs.instanceClass, "db.t3.micro");
    assert.equal(inputs.allocatedStorage, 20);
    assert.equal(inputs.multiAz, false);
    assert.equal(inputs.deletionProtection, false);
    assert.equal(inputs.skipFinalSnapshot, true);
    assert.ok(!("finalSnapshotIdentifier" in inputs));
    assert.equal(inputs.storageEncrypted, true);
  });

  it("AIV-DB-01 AIV-SEC-02 requires TLS by a parameter group that is named after the major version", async () => {
    const { one } = await deploy(() => void new Database("main", { ...auterity, version: "15" }));
    const group = one(aws.rds.ParameterGroup);
    assert.equal(group.name, "main-postgres15");
    assert.equal(group.inputs.family, "postgres15");
    assert.deepEqual(group.inputs.parameters, [
      { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
      { name: "log_statement", value: "ddl", applyMethod: "immediate" },
      { name: "log_min_duration_statement", value: "1000", applyMethod: "immediate" },
      { name: "log_lock_waits", value: "1", applyMethod: "immediate" },
    ]);
    const { inputs } = one(aws.rds.Instance);
    assert.equal(inputs.parameterGroupName, group.outputs.name);
    assert.equal(inputs.caCertIdentifier, "rds-ca-rsa2048-g1");
  });

  it("is created after its log groups with retention and a key", async () => {
    const { one, of } = await deploy(() => void new Database("main", auterity));
    const instance = one(aws.rds.Instance);
    assert.deepEqual(instance.inputs.enabledCloudwatchLogsExports, ["postgresql", "upgrade"]);
    const groups = of(aws.cloudwatch.LogGroup);
    assert.deepEqual(
      groups.map(({ inputs }) => [inputs.name, inputs.retentionInDays, inputs.kmsKeyId]),
      [
        ["/aws/rds/instance/auterity-prod/postgresql", 90, key],
        ["/aws/rds/instance/auterity-prod/upgrade", 90, key],
      ],
    );
    for (const group of groups) assert.ok(instance.dependencies.includes(group.urn));
  });

  it("has enhanced monitoring every minute, and Database Insights with the days of its mode", async () => {
    const { one } = await deploy(() => void new Database("main", auterity));
    const { inputs } = one(aws.rds.Instance);
    const role = one(aws.iam.Role);
    assert.equal(inputs.monitoringInterval, 60);
    assert.equal(inputs.monitoringRoleArn, role.outputs.arn);
    assert.equal(
      one(aws.iam.RolePolicyAttachment).inputs.policyArn,
      "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    );
    const [trust] = JSON.parse(String(role.inputs.assumeRolePolicy)).Statement;
    assert.deepEqual(trust.Principal, { Service: "monitoring.rds.amazonaws.com" });
    assert.deepEqual(trust.Condition, { StringEquals: { "aws:SourceAccount": "111122223333" } });
    assert.deepEqual(insights(inputs), [true, "standard", 7]);
    const advanced = await deploy(() => void new Database("main", { ...auterity, databaseInsights: "advanced" }));
    assert.deepEqual(insights(advanced.one(aws.rds.Instance).inputs), [true, "advanced", 465]);
  });

  it("takes its identifier from its name, and outputs its endpoint", async () => {
    const { outputs } = await deploy(() => {
      const names = { database: "app", username: "app_owner" };
      const database = new Database("main", { ...auterity, names });
      const { identifier, endpoint, port, arn, resourceId } = database;
      return { identifier, endpoint, port, arn, resourceId, readers: database.readerEndpoint !== undefined };
    });
    const { endpoint, resourceId, ...plain } = outputs;
    assert.deepEqual(plain, {
      identifier: "main",
      port: 5432,
      arn: "arn:aws:rds:us-east-1:111122223333:db:main",
      readers: false,
    });
    assert.match(String(endpoint), /^main\.[0-9a-f]+\.us-east-1\.rds\.amazonaws\.com$/);
    assert.match(String(resourceId), /^db-[0-9A-F]+$/);
  });

  it("reports every fault of its arguments at once", async () => {
    const message = await refusal(
      () =>
        new Database("main", {
          ...auterity,
          engine: { ...small, allocatedStorage: 10, maxAllocatedStorage: 10 },
          ...JSON.parse('{ "version": "13" }'),
          backups: { retentionDays: 0, window: "04:00-05:00", maintenanceWindow: "sun:04:30-sun:05:30" },
          names: { identifier: "Auterity--Prod-", database: "1db", username: "postgres" },
        }),
    );
    assert.equal(
      message,
      [
        'Database "main":',
        '  - names.identifier must be 1 to 63 lower-case letters, digits and single hyphens between them, starting with a letter, got "Auterity--Prod-"',
        '  - names.database must be 1 to 63 letters, digits and underscores, starting with a letter, got "1db"',
        '  - names.username must be none of admin, master, postgres, rdsadmin, root, got "postgres"',
        '  - version must be one of 15, 16, 17, 18, got "13"',
        "  - engine.allocatedStorage must be a whole number of GiB, at least 20, got 10",
        "  - engine.maxAllocatedStorage must be a whole number of GiB, more than allocatedStorage (10), got 10",
        "  - backups.retentionDays must be a whole number from 1 to 35, got 0",
        '  - backups.maintenanceWindow must not overlap backups.window ("04:00-05:00"), got "sun:04:30-sun:05:30"',
      ].join("\n"),
    );
  });

  it("outputs the proxy's resource ID for IAM where clients connect to the proxy", async () => {
    const { outputs } = await deploy(() => ({ id: new Database("main", { ...auterity, proxy: true }).resourceId }));
    assert.match(String(outputs.id), /^prx-[0-9a-f]+$/);
  });

  it("refuses an identifier that is too long or a name with a dash", async () => {
    const identifier = `a${"b".repeat(63)}`;
    const names = { identifier, database: "my-db", username: "owner" };
    const message = await refusal(() => new Database("main", { ...auterity, names }));
    assert.match(message, /names\.identifier must be 1 to 63/);
    assert.match(message, /names\.database must be .*got "my-db"/);
  });
});

function insights(inputs: Record<string, unknown>): unknown[] {
  return [inputs.performanceInsightsEnabled, inputs.databaseInsightsMode, inputs.performanceInsightsRetentionPeriod];
}
