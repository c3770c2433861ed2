import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Database, type DatabaseArgs } from "../../../components/data/database.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy } from "../../harness.ts";

const key = "arn:aws:kms:us-east-1:111122223333:key/1";
const args: DatabaseArgs = {
  account: account("111122223333", "us-east-1"),
  engine: {
    kind: "instance",
    instanceClass: "db.m7g.large",
    allocatedStorage: 100,
    maxAllocatedStorage: 500,
    multiAz: true,
  },
  version: "17",
  network: {
    vpcId: pulumi.output("vpc-1"),
    databaseSubnetIds: pulumi.output(["subnet-a", "subnet-b"]),
    databaseSubnetGroupName: pulumi.output("database"),
  },
  admit: { cluster: "sg-cluster" },
  kmsKeyArn: key,
  logs: { retentionInDays: 90, kmsKeyArn: key },
  backups: { retentionDays: 7, window: "03:00-04:00", maintenanceWindow: "sun:04:30-sun:05:30" },
  deletionProtection: true,
  names: { identifier: "orders", database: "orders", username: "orders_owner" },
  databaseInsights: "standard",
  proxy: true,
};

describe("DatabaseProxy", () => {
  it("requires TLS and IAM authentication, and logs to a log group that is created before", async () => {
    const { one } = await deploy(() => void new Database("main", args));
    const proxy = one(aws.rds.Proxy);
    const log = one(aws.cloudwatch.LogGroup, "main-proxy");
    assert.equal(proxy.inputs.engineFamily, "POSTGRESQL");
    assert.equal(proxy.inputs.requireTls, true);
    assert.deepEqual(proxy.inputs.vpcSubnetIds, ["subnet-a", "subnet-b"]);
    assert.equal(at(proxy, "auths.0.iamAuth"), "REQUIRED");
    assert.equal(at(proxy, "auths.0.authScheme"), "SECRETS");
    assert.deepEqual(at(proxy, "auths.0.secretArn"), secretOf(one(aws.rds.Instance).outputs));
    assert.equal(log.inputs.name, "/aws/rds/proxy/orders");
    assert.ok(proxy.dependencies.includes(log.urn));
  });

  it("reads only the managed secret, and decrypts only through Secrets Manager", async () => {
    const { one } = await deploy(() => void new Database("main", args));
    const role = one(aws.iam.Role, "main-proxy");
    const [trust] = JSON.parse(String(role.inputs.assumeRolePolicy)).Statement;
    assert.deepEqual(trust.Principal, { Service: "rds.amazonaws.com" });
    assert.deepEqual(trust.Condition, { StringEquals: { "aws:SourceAccount": "111122223333" } });
    const policy = one(aws.iam.RolePolicy);
    assert.deepEqual(JSON.parse(String(policy.inputs.policy)).Statement, [
      {
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: secretOf(one(aws.rds.Instance).outputs),
      },
      {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: key,
        Condition: { StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" } },
      },
    ]);
    assert.ok(one(aws.rds.Proxy).dependencies.includes(policy.urn));
  });

  it("allows ingress from callers, and egress to the database only", async () => {
    const { one, of } = await deploy(() => void new Database("main", args));
    const groups = {
      database: one(aws.ec2.SecurityGroup, "main").urn,
      proxy: one(aws.ec2.SecurityGroup, "main-proxy").urn,
    };
    const ways = of(aws.vpc.SecurityGroupIngressRule).map((rule) => [
      rule.name,
      rule.propertyDependencies.securityGroupId,
      rule.propertyDependencies.referencedSecurityGroupId ?? [],
    ]);
    assert.deepEqual(ways, [
      ["main-cluster", [groups.database], []],
      ["main-proxy-cluster", [groups.proxy], []],
      ["main-proxy-target", [groups.database], [groups.proxy]],
    ]);
    const way = one(aws.vpc.SecurityGroupEgressRule);
    assert.deepEqual(way.propertyDependencies.securityGroupId, [groups.proxy]);
    assert.deepEqual(way.propertyDependencies.referencedSecurityGroupId, [groups.database]);
    assert.deepEqual([way.inputs.fromPort, way.inputs.toPort], [5432, 5432]);
    assert.deepEqual(one(aws.rds.Proxy).propertyDependencies.vpcSecurityGroupIds, [groups.proxy]);
  });

  it("outputs its endpoint after its target", async () => {
    const { one, outputs } = await deploy(() => {
      const { endpoint } = new Database("main", args);
      new aws.ssm.Parameter("probe", { type: "String", value: endpoint });
      return { endpoint };
    });
    const target = one(aws.rds.ProxyTarget);
    assert.match(String(outputs.endpoint), /^orders\.proxy-[0-9a-f]+\.us-east-1\.rds\.amazonaws\.com$/);
    assert.equal(target.inputs.dbInstanceIdentifier, "orders");
    assert.ok(!("dbClusterIdentifier" in target.inputs));
    assert.ok(one(aws.ssm.Parameter).dependencies.includes(target.urn));
  });

  it("is attached to an Aurora cluster after its DB instances", async () => {
    const capacity = { kind: "serverless", min: 1, max: 4 } as const;
    const { one } = await deploy(
      () => void new Database("main", { ...args, engine: { kind: "aurora", zones: ["a"], capacity } }),
    );
    const target = one(aws.rds.ProxyTarget);
    assert.equal(target.inputs.dbClusterIdentifier, "orders");
    assert.ok(!("dbInstanceIdentifier" in target.inputs));
    assert.ok(target.dependencies.includes(one(aws.rds.ClusterInstance).urn));
  });
});

function secretOf(outputs: Record<string, unknown>): unknown {
  const [secret] = outputs.masterUserSecrets as { secretArn: string }[];
  return secret?.secretArn;
}
